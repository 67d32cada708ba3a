using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Methods.Gradients;

public class GuidedBackpropTests
{
    public static TheoryData<string> Cases => ReferenceCase.NamesWith("guided_backprop.npy");

    [Theory]
    [MemberData(nameof(Cases))]
    public void GuidedBackprop_OfReferenceNetworks_IsCaptums(string name)
    {
        var reference = new ReferenceCase(name);

        float[] signals = ReferenceMaps.Elements(reference, explainer => explainer.GuidedBackprop());

        Agreement.Within(1e-4, reference.Numbers("guided_backprop.npy").Values, signals, "guided backprop");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Deconvnet_OfReferenceNetworks_IsCaptums(string name)
    {
        var reference = new ReferenceCase(name);

        float[] signals = ReferenceMaps.Elements(reference, explainer => explainer.Deconvnet());

        Agreement.Within(1e-4, reference.Numbers("deconvnet.npy").Values, signals, "deconvnet");
    }

    [Theory]
    [InlineData("guided-backprop")]
    [InlineData("deconvnet")]
    public void ModelWithoutRelu_SaysThatItIsTheGradient(string method)
    {
        ImageShape shape = SmallNetwork.Shape;
        using CnnModel model = SmallModel.ScoringPixels(shape, Numbers.Seeded(shape.ElementCount * 3, 5), 3).Load();
        Explainer explainer = model.Explain(SmallNetwork.Images(1));

        Explanation explanation = ExplanationMethod.Get(method).Recipe([])(explainer);

        Assert.Equal(explainer.Gradient().Map.Elements.ToArray(), explanation.Map.Elements.ToArray());
        Assert.Contains("The model has no ReLU, so this is the plain gradient.", explanation.Notes);
    }

    // y = 2 relu6(-x) at x = -1, +1, -9: r = 2 arrives at relu6, and -1 times what passes goes on. s = -2 relu6(-x) sends -2.
    [Theory]
    [InlineData("guided-backprop", 2f, new float[] { -2, 0, 0 })]
    [InlineData("guided-backprop", -2f, new float[] { 0, 0, 0 })]
    [InlineData("deconvnet", 2f, new float[] { -2, -2, -2 })]
    [InlineData("deconvnet", -2f, new float[] { 0, 0, 0 })]
    public void ClipsOfAModelWithoutRelu_CountAsRelus(string method, float weight, float[] expected)
    {
        using CnnModel model = ReluSix(weight).Load();
        var image = new ImageTensor([-1, 1, -9], new ImageShape(1, 1, 3, TensorLayout.Nchw));

        Explanation explanation = ExplanationMethod.Get(method).Recipe([])(model.Explain(image).For(0));

        Assert.Equal(expected, explanation.Map.Elements.ToArray());
        Assert.Contains("The model has no Relu, so its Clips from 0 on (ReLU6) count as ReLUs.", explanation.Notes);
    }

    [Fact]
    public void Rectifiers_Relu_LeavesClipsAlone()
    {
        using CnnModel model = ReluSix(-2).Load();
        var image = new ImageTensor([-1, 1, -9], new ImageShape(1, 1, 3, TensorLayout.Nchw));

        Explanation explanation = model.Explain(image).For(0).GuidedBackprop(new() { Rectifiers = Rectifiers.Relu });

        Assert.Equal([2, 0, 0], explanation.Map.Elements.ToArray());
        Assert.Contains("The model has no ReLU, so this is the plain gradient.", explanation.Notes);
    }

    [Fact]
    public void ModelWithReluAndClip_SaysThatClipsKeepTheirGradient()
    {
        var reference = new ReferenceCase("mobilenet");
        using CnnModel model = reference.Load();
        Explainer explainer = model.Explain(reference.Input.Slice(0));

        Explanation relus = explainer.GuidedBackprop();
        Explanation both = explainer.GuidedBackprop(new() { Rectifiers = Rectifiers.ReluAndClip });

        Assert.Contains("Clips from 0 on (ReLU6) keep their gradient, as in Captum; choose Rectifiers.ReluAndClip to change them too.", relus.Notes);
        Assert.NotEqual(relus.Map.Elements.ToArray(), both.Map.Elements.ToArray());
    }

    [Fact]
    public void Options_NoSuchRectifiers_Throw()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        Explainer explainer = model.Explain(SmallNetwork.Images(1));

        Assert.Equal(
            "Rectifiers must be Relu or ReluAndClip.",
            Assert.Throws<ArgumentException>(() => explainer.GuidedBackprop(new() { Rectifiers = (Rectifiers)7 })).Message);
        Assert.Throws<ArgumentException>(() => explainer.Deconvnet(new() { Rectifiers = (Rectifiers)7 }));
    }

    private static SmallModel ReluSix(float weight) => new SmallModel()
        .Input("image", DataType.Float, null, 1, 1, 3)
        .Initializer("weights", [weight, weight, weight], 3, 1)
        .Initializer("low", [0f])
        .Initializer("high", [6f])
        .Node("Neg", "negative", ["image"], "negated")
        .Node("Clip", "relu6", ["negated", "low", "high"], "activation")
        .Node("Flatten", "flatten", ["activation"], "flat")
        .Node("MatMul", "score", ["flat", "weights"], "logits")
        .Output("logits", DataType.Float, null, 1);
}
