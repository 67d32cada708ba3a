using CnnVis.Features;
using CnnVis.Features.Dreams;
using CnnVis.Runtime;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Features.Dreams;

public class ObjectiveTests
{
    private const int Images = 3;
    private static readonly RgbImage Picture = Numbers.Picture(8, 6, 40);

    private static Dictionary<string, Objective> All { get; } = new()
    {
        ["channel"] = Objective.Channel("conv", 2),
        ["neuron"] = Objective.Neuron("conv", 1, 4, 7),
        ["centre"] = Objective.Neuron("conv", 1),
        ["layer"] = Objective.Layer("pool"),
        ["class"] = Objective.Class(2),
        ["diversity"] = Objective.Diversity("conv"),
        ["caricature"] = Objective.Caricature("conv", Picture, power: 2),
        ["free caricature"] = Objective.Caricature("conv", Picture, power: 0),
        ["inversion"] = Objective.Inversion("conv", Picture),
        ["sum"] = Objective.Channel("conv", 0) + (0.3f * Objective.Class(1)) - (2 * Objective.Layer("conv")),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_OfTheTensors_IsThatOfDifferences(string name)
    {
        using CnnModel model = SmallNetwork.Create().Load();
        using Bound bound = new(model, All[name]);

        foreach ((string tensor, TensorBatch batch) in bound.Pass.Activations)
        {
            float[] gradient = [.. bound.Objective.Evaluate(bound.Pass).Gradients[tensor]];

            double[] differences = new double[gradient.Length];
            const float step = 1e-2f;
            for (int i = 0; i < differences.Length; i++)
            {
                float before = batch.Values[i];
                batch.Values[i] = before + step;
                double above = bound.Total();
                batch.Values[i] = before - step;
                double below = bound.Total();
                batch.Values[i] = before;
                differences[i] = (above - below) / (2 * step);
            }

            Agreement.Within(2e-3, differences, gradient, $"{name}, {tensor}");
        }
    }

    public static TheoryData<string> ReferencesWithLogits => ["convnext", "densenet", "inception", "mobilenet", "resnet", "vgg", "vgg-bn", "vit"];

    [Theory]
    [MemberData(nameof(ReferencesWithLogits))]
    public void Class_ReferenceNetwork_HasTheGradientOfPyTorch(string name)
    {
        var reference = new ReferenceCase(name);
        using CnnModel model = reference.Load();
        double[] expected = reference.Numbers("gradient.npy").Values;
        int length = reference.Input.Shape.ElementCount;

        for (int image = 0; image < reference.Input.Count; image++)
        {
            float[] gradient = ImageGradient(model, Objective.Class(reference.ClassOf(image)), reference.Input.Slice(image)).Gradient;

            Agreement.Within(1e-4, expected[(image * length)..((image + 1) * length)], gradient, $"{name}, image {image}");
        }
    }

    // A smooth network: a way through ReLUs would have kinks.
    [Fact]
    public void SumOverTwoLayers_SmoothNetwork_HasTheSlopeOfDifferences()
    {
        var reference = new ReferenceCase("convnext");
        using CnnModel model = reference.Load();
        Objective objective = Objective.Channel(model.Layers[reference.ActivationTensor!], 1) + (0.1f * Objective.Class(1));
        ImageTensor image = reference.Input.Slice(0);
        float[] direction = Numbers.Seeded(image.Shape.ElementCount, 41);
        double Along(float step) =>
            ImageGradient(model, objective, new ImageTensor([.. image.Values.ToArray().Zip(direction, (value, along) => value + (step * along))], image.Shape)).Total;

        double expected = (Along(1e-2f) - Along(-1e-2f)) / 2e-2;

        float[] gradient = ImageGradient(model, objective, image).Gradient;
        Assert.Equal(expected, gradient.Zip(direction, (slope, along) => (double)slope * along).Sum(), Math.Abs(expected) * 2e-3);
    }

    private static (float[] Gradient, double Total) ImageGradient(CnnModel model, Objective objective, ImageTensor image)
    {
        using var network = new NetworkPart(model, image.Shape, BoundObjective.TensorsOf(objective, model), GradientRules.Standard);
        var bound = new BoundObjective(objective, new DreamSubject(model, network, 1, default));
        using NetworkPartPass pass = network.Forward(image.Memory, 1, default);
        (double[][] values, IReadOnlyDictionary<string, float[]> gradients) = bound.Evaluate(pass);
        return (pass.Backward(gradients, default), bound.Total(values)[0]);
    }

    [Fact]
    public void Values_AreWhatTheirNamesSay()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        ImageTensor images = SmallNetwork.Images(Images);
        double First(Objective objective)
        {
            using Bound bound = new(model, objective);
            return bound.Objective.Evaluate(bound.Pass).Values[0][0];
        }

        FeatureMaps maps = model.Layers["conv"].FeatureMaps(images.Slice(0));
        float[] logits = [.. model.Evaluate(images.Slice(0).Memory, 1, images.Shape, default).Logits[0]];

        Assert.Equal(maps[2].Values.ToArray().Average(), First(All["channel"]), 1e-5);
        Assert.Equal(maps[1].Values[(4 * 8) + 7], First(All["neuron"]), 1e-5);
        Assert.Equal(maps[1].Values[(3 * 8) + 4], First(All["centre"]), 1e-5);
        Assert.Equal(logits[2], First(All["class"]), 1e-5);
        Assert.Equal(
            Enumerable.Range(0, 4).SelectMany(channel => maps[channel].Values.ToArray()).Average(value => value * value), First(Objective.Layer("conv")), 1e-5);
    }

    [Fact]
    public void Sums_AreLinear()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        double Total(Objective objective)
        {
            using Bound bound = new(model, objective);
            return bound.Total();
        }

        Objective a = All["channel"];
        Objective b = All["class"];

        Assert.Equal((2 * Total(a)) - (0.5 * Total(b)), Total((a * 2) - (0.5f * b)), 1e-5);
        Assert.Equal(-Total(a), Total(-a), 1e-6);
        Assert.Equal(Total(a) + Total(b), Total(b + a), 1e-5);
    }

    [Fact]
    public void Diversity_OfEqualImages_IsMinusTheNumberOfOthers()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        using var network = new NetworkPart(model, SmallNetwork.Shape, ["convolved"], GradientRules.Standard);
        var objective = new BoundObjective(All["diversity"], new DreamSubject(model, network, Images, default));
        float[] image = [.. SmallNetwork.Images(1).Values];

        using NetworkPartPass pass = network.Forward((float[])[.. image, .. image, .. image], Images, default);

        Assert.All(objective.Evaluate(pass).Values[0], value => Assert.Equal(-2, value, 1e-5));
        Assert.True(objective.Evaluate(pass).Gradients["convolved"].Max(Math.Abs) < 1e-5);
    }

    [Fact]
    public void InversionAndCaricature_AtThePictureItself_AreAtTheirBest()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        using var network = new NetworkPart(model, SmallNetwork.Shape, ["convolved"], GradientRules.Standard);
        var subject = new DreamSubject(model, network, 1, default);
        using NetworkPartPass pass = network.Forward(model.ToTensor(Picture).Memory, 1, default);
        double squares = pass.Activations["convolved"].Values.Sum(value => (double)value * value);

        Assert.Equal(0, new BoundObjective(All["inversion"], subject).Evaluate(pass).Values[0][0], 1e-6);
        Assert.Equal(squares, new BoundObjective(All["caricature"], subject).Evaluate(pass).Values[0][0], squares * 1e-5);
    }

    [Fact]
    public void Words_SayWhatIsWanted()
    {
        Assert.Equal("channel 2 of conv", All["channel"].ToString());
        Assert.Equal("channel 0 of conv + 0.3 x class 1 - 2 x squares of conv", All["sum"].ToString());
        Assert.Equal("-channel 1 of conv at row 4, column 7", (-All["neuron"]).ToString());
        Assert.Equal("channel 1 of conv at the centre", All["centre"].ToString());
    }

    /// <summary>An objective bound to a model, and a pass over some images.</summary>
    private sealed class Bound : IDisposable
    {
        private readonly NetworkPart _network;

        public Bound(CnnModel model, Objective objective)
        {
            _network = new NetworkPart(model, SmallNetwork.Shape, BoundObjective.TensorsOf(objective, model), GradientRules.Standard);
            Objective = new BoundObjective(objective, new DreamSubject(model, _network, Images, default));
            Pass = _network.Forward(SmallNetwork.Images(Images).Memory, Images, default);
        }

        public BoundObjective Objective { get; }

        public NetworkPartPass Pass { get; }

        public double Total() => Objective.Total(Objective.Evaluate(Pass).Values).Sum();

        public void Dispose()
        {
            Pass.Dispose();
            _network.Dispose();
        }
    }
}
