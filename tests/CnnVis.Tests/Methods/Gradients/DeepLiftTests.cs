using CnnVis.Onnx;
using CnnVis.Tests.Differentiation;
using CnnVis.Tests.Support;
using CsCheck;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Methods.Gradients;

public class DeepLiftTests
{
    public static TheoryData<string> Cases => ReferenceCase.NamesWith("deeplift_rescale.npy");

    [Theory]
    [MemberData(nameof(Cases))]
    public void DeepLift_OfReferenceNetworks_IsCaptums(string name)
    {
        var reference = new ReferenceCase(name);

        float[] contributions = ReferenceMaps.Elements(reference, explainer => explainer.DeepLift());

        Agreement.Within(1e-4, reference.Numbers("deeplift_rescale.npy").Values, contributions, "DeepLIFT");
    }

    [Theory]
    [MemberData(nameof(ReferenceCase.Names), MemberType = typeof(ReferenceCase))]
    public void DeepLift_OfReferenceNetworks_AddsUpToTheDifferenceOfTheScores(string name)
    {
        var reference = new ReferenceCase(name);
        using CnnModel model = reference.Load();
        for (int image = 0; image < reference.Input.Count; image++)
        {
            Explainer explainer = model.Explain(reference.Input.Slice(image)).For(reference.TargetOf(image));

            AssertAddsUp(explainer, reference.TargetOf(image), model, Baseline.Zero);
            AssertAddsUp(explainer, reference.TargetOf(image), model, Baseline.Blur());
        }
    }

    [Fact]
    public void DeepLift_OfProbabilitiesAndOwnFunctions_AddsUpToTheDifferenceOfTheScores()
    {
        var reference = new ReferenceCase("resnet");
        using CnnModel model = reference.Load();
        Explainer explainer = model.Explain(reference.Input.Slice(0));
        var entropy = Target.Function("entropy", scores =>
        {
            double total = scores.Sum(Math.Exp);
            return -scores.Sum(score => Math.Exp(score) / total * Math.Log(Math.Exp(score) / total));
        });

        AssertAddsUp(explainer, Target.Probability(3), model, Baseline.Zero);
        AssertAddsUp(explainer, entropy, model, Baseline.Zero);
    }

    // x = (2, -1, 3), x' = 0. a = x1 + x2 = 1, a' = 0; relu(a) = 1 and 0: m = 1. b = x2 - x3 + 1 = -3, b' = 1; relu(b) = 0 and 1: m = 1/4.
    // c = max(relu(a), relu(b)) = 1 and 1 = max(0, 1): with c = 1, 1 - 1 = 0 goes to a and 1 - 1 = 0 to b. f = 2 relu(a) + 4 relu(b) + 8 c.
    // So m(x1) = 2, m(x2) = 2 + 4/4 = 3, m(x3) = -1: A = (4, -3, -3), and f - f' = 2 + 0 + 8 - (0 + 4 + 8) = -2.
    [Fact]
    public void DeepLift_OfATinyNetwork_IsTheHandWorkedMap()
    {
        using CnnModel model = Tiny().Load();
        var image = new ImageTensor([2, -1, 3], new ImageShape(1, 1, 3, TensorLayout.Nchw));

        Explanation explanation = model.Explain(image).For(0).DeepLift();

        Assert.Equal([4, -3, -3], explanation.Map.Elements.ToArray());
        Assert.Contains("The map adds up to -2, the score differs from the baseline's by -2: a gap of 0 (0.00 %).", explanation.Notes);
        Assert.Equal((4, 1), (explanation.ForwardPasses, explanation.BackwardPasses));
    }

    /// <summary>Convolution, ReLU, pooling by maxima and a dense layer once more, in plain loops and in double.</summary>
    [Fact]
    public void DeepLift_OfASmallNetwork_IsThatOfPlainLoops()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        ImageTensor images = SmallNetwork.Images(2);

        for (int score = 0; score < 3; score++)
        {
            float[] elements = model.Explain(images.Slice(0)).For(score)
                .DeepLift(new() { Baseline = Baseline.Tensor(images.Slice(1)) }).Map.Elements.ToArray();

            Agreement.Within(1e-5, NaiveDeepLift.OfSmallNetwork(images.Slice(0), images.Slice(1), score), elements, $"score {score}");
        }
    }

    [Fact]
    public void DeepLift_OfRandomNetworks_AddsUpToTheDifference() => Gen.Int[0, 9999].Array[3, 36].Select(RandomNetwork.From).Sample(
        MultiplierCheck.Run, iter: 60, threads: 1, print: row => row.Name);

    [Fact]
    public void DeepLift_OfALinearModel_IsItsWeightsTimesTheDifference()
    {
        ImageShape shape = SmallNetwork.Shape;
        float[] weights = Numbers.Seeded(shape.ElementCount * 3, 5);
        using CnnModel model = SmallModel.ScoringPixels(shape, weights, 3).Load();
        ImageTensor image = SmallNetwork.Images(1);

        float[] elements = model.Explain(image).For(1).DeepLift(new() { Baseline = Baseline.Constant(0.5f) }).Map.Elements.ToArray();

        Agreement.Within(1e-6, image.Values.ToArray().Select((x, i) => (x - 0.5f) * weights[(3 * i) + 1]), elements, "weights");
    }

    [Fact]
    public void DeepLift_OfAModelWithAFixedNumberOfImages_IsTheSame()
    {
        ImageTensor image = SmallNetwork.Images(1);
        using CnnModel free = SmallNetwork.Create().Load();
        using CnnModel two = SmallNetwork.Create(batch: 2).Load();

        Agreement.Within(
            1e-6, free.Explain(image).DeepLift().Map.Elements.ToArray(), two.Explain(image).DeepLift().Map.Elements, "fixed");
    }

    [Fact]
    public void SmoothGrad_AroundDeepLift_WithoutNoiseIsDeepLift()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        Explainer explainer = model.Explain(SmallNetwork.Images(1));

        Explanation smooth = explainer.SmoothGrad(new() { Samples = 5, NoiseLevel = 0, Around = Attribution.Parse("deep-lift", null) });

        Agreement.Within(1e-6, explainer.DeepLift().Map.Elements.ToArray(), smooth.Map.Elements, "deep-lift");
        Assert.Equal(11, smooth.ForwardPasses);
    }

    [Fact]
    public void DeepLift_StepsOnTheWay_SaysThatTheyHandNothingBack()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 1, 1, 3)
            .Initializer("half", [0.5f])
            .Node("Flatten", "flatten", ["image"], "flat")
            .Node("Greater", "greater", ["flat", "half"], "is_greater")
            .Node("Cast", "cast", ["is_greater"], "mask", GraphEdits.IntAttribute("to", 1))
            .Node("Mul", "product", ["flat", "mask"], "logits")
            .Output("logits", DataType.Float, null, 3)
            .Load();

        Explanation explanation = model.Explain(new ImageTensor([1f, 2, 3], new ImageShape(1, 1, 3, TensorLayout.Nchw))).For(2).DeepLift();

        Assert.EndsWith("What comparisons, ArgMax and the like decide is missing from it.", explanation.Notes[^1], StringComparison.Ordinal);
    }

    private static SmallModel Tiny() => new SmallModel()
        .Input("image", DataType.Float, null, 1, 1, 3)
        .Initializer("weights", [1f, 0, 1, 1, 0, -1], 3, 2)
        .Initializer("bias", [0f, 1], 2)
        .Initializer("ends", [2f, 4], 2, 1)
        .Initializer("eight", [8f])
        .Node("Flatten", "flatten", ["image"], "flat")
        .Node("Gemm", "first", ["flat", "weights", "bias"], "ab")
        .Node("Relu", "relu", ["ab"], "activation")
        .Node("ReduceMax", "largest", ["activation"], "c", GraphEdits.IntsAttribute("axes", [1]))
        .Node("MatMul", "second", ["activation", "ends"], "sum")
        .Node("Mul", "eightfold", ["c", "eight"], "c8")
        .Node("Add", "add", ["sum", "c8"], "logits")
        .Output("logits", DataType.Float, null, 1);

    /// <summary>Relative to the numbers of the map: where they cancel, their own rounding is what is left.</summary>
    private static void AssertAddsUp(Explainer explainer, Target target, CnnModel model, Baseline baseline)
    {
        double[] elements = [];
        double difference = 0;
        explainer.For(target).Run("check", new { }, context =>
        {
            var image = new ImageTensor(baseline.ToTensor(context), context.Input.Shape);
            difference = context.Scores[0] - model.Explain(image).For(target).Gradient().Target.Score;
            return [new Heatmap([0], 1, 1, MapScaling.Symmetric)];
        });
        elements = Array.ConvertAll(explainer.For(target).DeepLift(new() { Baseline = baseline }).Map.Elements.ToArray(), value => (double)value);

        Assert.Equal(0, (elements.Sum() - difference) / elements.Sum(Math.Abs), 1e-5);
        Assert.Equal(1, elements.Sum() / difference, 1e-4);
    }
}
