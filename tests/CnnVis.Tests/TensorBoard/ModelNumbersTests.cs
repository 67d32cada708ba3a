using CnnVis.Onnx;
using CnnVis.Tests.Support;
using CnnVis.TestSupport.TensorBoard;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.TensorBoard;

public class ModelNumbersTests
{
    public static TheoryData<string> References => ReferenceCase.Names;

    [Fact]
    public void Weights_HaveTheNumbersOfTheFile()
    {
        using CnnModel model = SmallNetwork.Create().Load();

        ReadEvents events = Write(writer => Assert.Empty(writer.AddWeights(model, 5)));

        Assert.Equal(["weight/conv", "bias/conv", "weight/score"], events.Tags);
        Assert.All(events.Values, value => Assert.Equal(5, value.Step));
        IsOf(Numbers.Seeded(4 * 3 * 9, 1), events["weight/conv"].Histogram);
        IsOf(Numbers.Seeded(4, 2), events["bias/conv"].Histogram);
        IsOf(Numbers.Seeded(4 * 12 * 3, 3), events["weight/score"].Histogram);
    }

    // What is counted as parameters elsewhere is in the histograms, number for number.
    [Theory]
    [MemberData(nameof(References))]
    public void Weights_OfReferenceNetworks_AreAllParameters(string name)
    {
        using CnnModel model = new ReferenceCase(name).Load();

        ReadEvents events = Write(writer => Assert.Empty(writer.AddWeights(model)));

        Assert.Equal(model.Layers.Sum(layer => layer.ParameterCount), events.Values.Sum(value => value.Histogram.Count));
        Assert.Equal(events.Tags.Count(), events.Tags.Distinct().Count());
    }

    [Fact]
    public void Normalisations_HaveFourHistograms()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 3, 4, 4)
            .Normalization("/norm/BatchNormalization", "image", "normal", 3)
            .Node("Flatten", "flat", ["normal"], "x")
            .Initializer("dense", Numbers.Seeded(48 * 3, 3), 48, 3)
            .Node("MatMul", "dense", ["x", "dense"], "logits")
            .Output("logits", DataType.Float, null, 3).Load();

        ReadEvents events = Write(writer => writer.AddWeights(model));

        Assert.Equal(
            ["scale/norm/BatchNormalization", "bias/norm/BatchNormalization", "mean/norm/BatchNormalization", "variance/norm/BatchNormalization", "weight/dense"],
            events.Tags);
        IsOf([0.5f, 1.5f, 2.5f], events["scale/norm/BatchNormalization"].Histogram);
        IsOf([2, 1, 2 / 3f], events["variance/norm/BatchNormalization"].Histogram);
    }

    // The bounds of a Clip say nothing as a histogram, the numbers of a Mul do.
    [Fact]
    public void OtherConstants_AreThereWhereTheyAreSeveral()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 3, 4, 4)
            .Initializer("low", [0f], 1)
            .Initializer("factors", [1f, 2, 3], 3, 1, 1)
            .Node("Max", "clip", ["image", "low"], "clipped")
            .Node("Mul", "scale", ["clipped", "factors"], "scaled")
            .Node("Flatten", "flat", ["scaled"], "x")
            .Initializer("dense", Numbers.Seeded(48 * 3, 3), 48, 3)
            .Node("MatMul", "dense", ["x", "dense"], "logits")
            .Output("logits", DataType.Float, null, 3).Load();

        ReadEvents events = Write(writer => writer.AddWeights(model));

        Assert.Equal(["constant/scale", "weight/dense"], events.Tags);
    }

    [Fact]
    public void QuantisedWeights_AreWhatTheyStandFor()
    {
        SmallModel quantised = new SmallModel()
            .Input("image", DataType.Float, null, 1, 2, 2)
            .Initializer("scale", [0.5f])
            .With(proto => proto.Graph.Initializer.Add(new TensorProto { Name = "codes", DataType = (int)DataType.Int8, Int32Data = { -4, 0, 2, 6 }, Dims = { 1, 1, 2, 2 } }))
            .With(proto => proto.Graph.Initializer.Add(new TensorProto { Name = "zero", DataType = (int)DataType.Int8, Int32Data = { 0 } }))
            .Node("DequantizeLinear", "kernel", ["codes", "scale", "zero"], "weights")
            .Node("Conv", "conv", ["image", "weights"], "logits")
            .Output("logits", DataType.Float, null, 1, 1, 1);
        using CnnModel model = quantised.Load();

        ReadEvents events = Write(writer => writer.AddWeights(model));

        IsOf([-2, 0, 1, 3], events["weight/conv"].Histogram);
    }

    [Fact]
    public void WeightsThatAreNotFinite_AreLeftOutInWords()
    {
        float[] dense = Numbers.Seeded(4 * 12 * 3, 3);
        (dense[7], dense[9]) = (float.NaN, float.PositiveInfinity);
        using CnnModel model = SmallNetwork.Create()
            .With(proto => proto.Graph.Initializer.Remove(proto.Graph.Initializer.Single(tensor => tensor.Name == "dense")))
            .Initializer("dense", dense, 48, 3).Load();

        ReadEvents events = Write(writer =>
            Assert.Equal(["The weight of score has no histogram: of its 144 numbers, 2 are NaN or infinite."], writer.AddWeights(model)));

        Assert.Equal(["weight/conv", "bias/conv"], events.Tags);
    }

    [Fact]
    public void Activations_AreAllNumbersOfTheLayer()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        FeatureMaps maps = model.Layers["relu"].FeatureMaps(SmallNetwork.Images(1));

        ReadEvents events = Write(writer =>
        {
            writer.AddActivations(maps);
            writer.AddActivations(maps, "mine", 3);
        });

        IsOf([.. Enumerable.Range(0, maps.Channels).SelectMany(channel => maps[channel].Values.ToArray())], events["activations/relu"].Histogram);
        Assert.Equal((3, 4.0 * 6 * 8), (events["mine"].Step, events["mine"].Histogram.Count));
    }

    [Fact]
    public void Summary_IsATableAndCurvesOverTheDepth()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        ModelSummary summary = model.Summary();

        ReadEvents events = Write(writer => writer.AddSummary(summary));

        string[] lines = events["summary"].Text.TrimEnd().Split('\n');
        Assert.All(lines, line => Assert.StartsWith("    ", line, StringComparison.Ordinal));
        Assert.Equal(summary.ToString().ReplaceLineEndings("\n").TrimEnd(), string.Join('\n', lines.Select(line => line[4..])));
        Assert.Equal(
            [(0L, 112f), (1, 0), (2, 0), (3, 0), (4, 144)],
            events.Values.Where(value => value.Tag == "layers/parameters").Select(value => (value.Step, value.Scalar)));
        Assert.Equal(4 * 6 * 8 * 27, events.Values.First(value => value.Tag == "layers/multiply-adds").Scalar);
        Assert.Equal([768f, 768, 192, 192, 12], events.Values.Where(value => value.Tag == "layers/output bytes").Select(value => value.Scalar));
    }

    private static ReadEvents Write(Action<TensorBoardWriter> add)
    {
        using var folder = new TemporaryFolder();
        using (var writer = new TensorBoardWriter(folder.Path))
        {
            add(writer);
        }

        return ReadEvents.In(folder.Path);
    }

    private static void IsOf(float[] values, ReadHistogram histogram)
    {
        Assert.Equal((values.Length, (double)values.Min(), (double)values.Max()), (histogram.Count, histogram.Min, histogram.Max));
        Assert.Equal(values.Sum(value => (double)value), histogram.Sum, 1e-9);
        Assert.Equal(values.Sum(value => (double)value * value), histogram.SumOfSquares, 1e-9);
        Assert.Equal(values.Length, histogram.Counts.Sum());
    }
}
