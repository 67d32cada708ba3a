using CnnVis.Onnx;
using CnnVis.Tests.Support;
using static CnnVis.Tests.Features.Diagnoses.DiagnosisCases;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Features.Diagnoses;

public class LayerDiagnosisTests
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void WeightThatIsNoNumber_IsAnError_AndNamesTheLayer(float value)
    {
        using CnnModel model = Load(Network((kernels, _) => kernels[60] = value));

        Diagnosis diagnosis = model.Diagnose(Pictures(2));

        Finding[] findings = [.. diagnosis.Findings.Where(finding => finding.Kind == FindingKind.NotFinite)];
        Assert.Equal(FindingSeverity.Error, diagnosis.Worst);
        Assert.Equal("1 weight of 1 layer is NaN or infinite.", findings[0].Seen);
        Assert.Equal("conv2", findings[0].Places[0].Layer);
        Assert.Equal([1], findings[1].Places[0].Channels);
        Assert.Contains(diagnosis.Untested, untested => untested is { Kind: FindingKind.InputRange, Reason: "there are NaN or infinite numbers." });
    }

    [Fact]
    public void ActivationsThatOverflow_AreFoundAtTheFirstLayer()
    {
        using CnnModel model = Load(new SmallModel()
            .Input("image", DataType.Float, null, 3, 12, 12)
            .Initializer("huge", [.. Enumerable.Repeat(3e38f, 2 * 3)], 2, 3, 1, 1)
            .Initializer("ones", [.. Enumerable.Repeat(1f, 2 * 2)], 2, 2, 1, 1)
            .Node("Conv", "first", ["image", "huge"], "a")
            .Node("Conv", "second", ["a", "ones"], "y")
            .Output("y", DataType.Float, null, 2, 12, 12));

        Finding finding = model.Diagnose(Pictures(1)).Find(FindingKind.NotFinite)!;

        Assert.Equal("first", finding.Places[0].Layer);
        Assert.Equal(2, finding.Numbers["layers"]);
    }

    [Theory]
    [InlineData("Sigmoid")]
    [InlineData("Tanh")]
    public void ActivationAtItsBounds_IsFound_ButNotAtTheEndOfTheNetwork(string activation)
    {
        using CnnModel model = Load(Network((_, biases) => Array.Fill(biases, 100, 2, 3), activation));
        using CnnModel ending = Load(new SmallModel()
            .Input("image", DataType.Float, null, 3, 12, 12)
            .Initializer("kernel", Numbers.Seeded(4 * 3, 1), 4, 3, 1, 1)
            .Initializer("bias", [50f, 50, 50, 50], 4)
            .Node("Conv", "conv", ["image", "kernel", "bias"], "a")
            .Node(activation, "act", ["a"], "y")
            .Output("y", DataType.Float, null, 4, 12, 12));

        Finding finding = model.Diagnose(Pictures(1)).Find(FindingKind.SaturatedActivations)!;

        Assert.Equal("act2", finding.Places[0].Layer);
        Assert.Superset(new HashSet<int> { 2, 3, 4 }, new HashSet<int>(finding.Places[0].Channels));
        Assert.Null(ending.Diagnose(Pictures(1)).Find(FindingKind.SaturatedActivations));
    }

    /// <summary>Counted by hand: each output of a row with kernel 3 and stride 2 is painted once or twice in turn; with kernel 4, always twice.</summary>
    [Theory]
    [InlineData(2, 2, 1, false)]
    [InlineData(3, 2, 1, true)]
    [InlineData(4, 2, 1, false)]
    [InlineData(5, 2, 1, true)]
    [InlineData(3, 1, 1, false)]
    [InlineData(2, 3, 1, true)]
    [InlineData(3, 2, 2, true)]
    [InlineData(6, 3, 2, false)]
    public void TransposedConvolution_WhoseStrideDoesNotDivideItsKernel_PaintsUnevenly(int kernel, int stride, int dilation, bool isUneven)
    {
        using CnnModel model = Load(new SmallModel()
            .Input("image", DataType.Float, null, 3, 12, 12)
            .Initializer("kernel", Numbers.Seeded(3 * kernel * kernel, 1), 3, 1, kernel, kernel)
            .Node("ConvTranspose", "up", ["image", "kernel"], "y", GraphEdits.IntsAttribute("strides", [stride, stride]), GraphEdits.IntsAttribute("dilations", [dilation, dilation]))
            .Output("y", DataType.Float, null, 1, null, null));

        Assert.Equal(isUneven, model.Diagnose(Pictures(1)).Find(FindingKind.Checkerboard) is { Severity: FindingSeverity.Warning });
    }

    /// <summary>The truth itself: how often each output of a transposed convolution of ones is painted, by running it on ones, away from the edges.</summary>
    [Theory]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(4, 3)]
    [InlineData(6, 3)]
    public void Unevenness_IsWhatTheOperatorDoes(int kernel, int stride)
    {
        using CnnModel model = Load(new SmallModel()
            .Input("image", DataType.Float, null, 1, 12, 12)
            .Initializer("kernel", [.. Enumerable.Repeat(1f, kernel * kernel)], 1, 1, kernel, kernel)
            .Node("ConvTranspose", "up", ["image", "kernel"], "y", GraphEdits.IntsAttribute("strides", [stride, stride]))
            .Output("y", DataType.Float, null, 1, null, null));
        var ones = new ImageTensor([.. Enumerable.Repeat(1f, 144)], new ImageShape(1, 12, 12, TensorLayout.Nchw));
        float[] painted = model.Activations(ones, ["y"], CancellationToken.None)[0].Values;
        int width = (int)Math.Sqrt(painted.Length);
        float[] row = painted.AsSpan((width / 2 * width) + (2 * kernel), width - (4 * kernel)).ToArray();

        Assert.Equal(row.Distinct().Count() > 1, model.Diagnose(Pictures(1)).Find(FindingKind.Checkerboard) is not null);
    }

    [Fact]
    public void ConvolutionThatSkipsCells_AndEnlargementByAFraction_AreRemarks()
    {
        using CnnModel model = Load(new SmallModel()
            .Input("image", DataType.Float, null, 3, 12, 12)
            .Initializer("kernel", Numbers.Seeded(6, 1), 2, 3, 1, 1)
            .Initializer("scales", [1f, 1, 1.5f, 2], 4)
            .Node("Conv", "shortcut", ["image", "kernel"], "a", GraphEdits.IntsAttribute("strides", [2, 2]))
            .Node("Resize", "enlarge", ["a", "", "scales"], "y")
            .Output("y", DataType.Float, null, 2, null, null));

        Finding[] findings = [.. model.Diagnose(Pictures(1)).Findings.Where(finding => finding.Kind == FindingKind.Checkerboard)];

        Assert.Equal(["shortcut", "enlarge"], findings.Select(finding => Assert.Single(finding.Places).Layer));
        Assert.All(findings, finding => Assert.Equal(FindingSeverity.Info, finding.Severity));
    }

    [Fact]
    public void FixedBatch_GetsTheSameDiagnosis()
    {
        using CnnModel free = SmallNetwork.Create().Load(new() { Preprocessing = Preprocessing.ZeroToOne });
        using CnnModel four = SmallNetwork.Create(batch: 4).Load(new() { Preprocessing = Preprocessing.ZeroToOne });

        Assert.Equal(free.Diagnose(Pictures(5)).ToString(), four.Diagnose(Pictures(5)).ToString());
    }

    [Theory]
    [MemberData(nameof(ReferenceCase.Names), MemberType = typeof(ReferenceCase))]
    public void ReferenceNetworks_AreReadWithoutAnError(string name)
    {
        using CnnModel model = new ReferenceCase(name).Load();

        Diagnosis diagnosis = model.Diagnose(new ReferenceCase(name).Input);

        Assert.DoesNotContain(diagnosis.Findings, finding => finding.Kind is FindingKind.NotFinite or FindingKind.ChannelOrder or FindingKind.DuplicateFilters);
        Assert.NotEmpty(diagnosis.Untested);
    }
}
