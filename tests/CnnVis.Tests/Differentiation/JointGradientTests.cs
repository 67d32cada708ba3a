using CnnVis.Differentiation;
using CnnVis.Models;
using CnnVis.Onnx;
using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Differentiation;

/// <summary>One session for the forward and the backward pass against two.</summary>
public class JointGradientTests
{
    public static TheoryData<string> Joint => ["densenet", "inception", "mobilenet", "resnet", "vgg", "vgg-bn"];

    [Theory]
    [MemberData(nameof(Joint))]
    public void Gradients_OfOneTarget_AreThoseOfTwoSessions(string name)
    {
        // Given
        var reference = new ReferenceCase(name);
        using CnnModel model = reference.Load();
        ImageTensor images = reference.Input;
        var differentiation = new TargetDifferentiation(model, images.Shape, GradientRules.Standard);
        ResolvedTarget one = Score(1), other = Score(0);

        // When
        float[] joint = differentiation.Gradients(images.Memory, images.Count, [one], CancellationToken.None).Values[0][0];
        float[] apart = differentiation.Gradients(images.Memory, images.Count, [one, other], CancellationToken.None).Values[0][0];

        // Then
        Assert.True(GradientEngine.Of(model).TakesJoint(images.Shape), "two sessions were compared with themselves");
        Assert.True(images.Count > 1);
        Agreement.Within(1e-5, apart, joint, name);
    }

    /// <summary>Operators that are written in another way at the backward graph's opset keep a graph of their own.</summary>
    [Theory]
    [InlineData(12, false)]
    [InlineData(13, true)]
    public void TakesJoint_OldOpset_IsFalse(int opset, bool expected)
    {
        // Given
        using CnnModel model = new SmallModel(opset)
            .Input("image", DataType.Float, null, 1, 4, 4)
            .Node("Relu", "relu", ["image"], "scores")
            .Output("scores", DataType.Float, null, 1, 4, 4)
            .Load();

        // Then
        Assert.Equal(expected, GradientEngine.Of(model).TakesJoint(model.ImageInput.Shape));
    }

    /// <summary>Four rows, one in two, rounded up: the third would begin behind the last. ONNX Runtime gives two of them, and says that it gives three.</summary>
    [Fact]
    public void Gradient_PoolingWhoseLastWindowIsBeyondTheImage_IsThatOfTheOthers()
    {
        // Given
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 1, 4, 4)
            .Initializer("weights", [3f], 1, 1, 1, 1)
            .Node(
                "MaxPool",
                "pool",
                ["image"],
                "pooled",
                GraphEdits.IntsAttribute("kernel_shape", [1, 1]),
                GraphEdits.IntsAttribute("strides", [2, 2]),
                GraphEdits.IntAttribute("ceil_mode", 1))
            .Node("Relu", "relu", ["pooled"], "rectified")
            .Node("Conv", "conv", ["rectified", "weights"], "scores")
            .Output("scores", DataType.Float, null, null, null, null)
            .Load();
        var image = new ImageTensor([.. Enumerable.Repeat(1f, 16)], model.ImageInput.Shape);

        // When
        float[] gradient = ImageGradient.OfBatch(model, image, logit: 3);

        // Then
        Assert.Equal([.. Enumerable.Range(0, 16).Select(place => place == 10 ? 3f : 0)], gradient);
    }

    private static ResolvedTarget Score(int index) => new($"class {index}", index, ScoreKind.Logit, [(index, 1f)]);
}
