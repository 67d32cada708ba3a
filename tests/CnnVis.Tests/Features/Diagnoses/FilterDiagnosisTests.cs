using CnnVis.Onnx;
using CnnVis.Tests.Support;
using static CnnVis.Tests.Features.Diagnoses.DiagnosisCases;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Features.Diagnoses;

public class FilterDiagnosisTests
{
    [Fact]
    public void CleanNetwork_HasNoDeadAndNoDuplicateFilters()
    {
        using CnnModel model = Load(Network());

        Diagnosis diagnosis = model.Diagnose(Pictures(20));

        Assert.Null(diagnosis.Find(FindingKind.DeadFilters));
        Assert.Null(diagnosis.Find(FindingKind.DuplicateFilters));
        Assert.Null(diagnosis.Find(FindingKind.NotFinite));
        Assert.DoesNotContain(diagnosis.Untested, untested => untested.Kind == FindingKind.DuplicateFilters);
    }

    /// <summary>All zero; or only weights that pull down what a ReLU before it left positive, and nothing that lifts it.</summary>
    [Fact]
    public void DeadByWeights_AreFoundWhateverTheImage()
    {
        using CnnModel model = Load(Network((kernels, biases) =>
        {
            Kernel(kernels, 2).Clear();
            biases[2] = 0.5f;
            Pull(Kernel(kernels, 5));
            biases[5] = 0;
        }));

        Finding dead = model.Diagnose(Pictures(1)).Find(FindingKind.DeadFilters, FindingSeverity.Warning)!;

        Assert.Equal([2, 5], Assert.Single(dead.Places).Channels);
        Assert.Equal("conv2", dead.Places[0].Layer);
        Assert.Equal(2, dead.Numbers["filters"]);
    }

    [Fact]
    public void WeightsThatPullDown_WithABiasThatLifts_AreNotDead()
    {
        using CnnModel model = Load(Network((kernels, biases) =>
        {
            Pull(Kernel(kernels, 5));
            biases[5] = 0.01f;
        }));

        Assert.Null(model.Diagnose(Pictures(1)).Find(FindingKind.DeadFilters, FindingSeverity.Warning));
    }

    /// <summary>A sum of weights times 6, the ceiling before it, that a bias outweighs: nothing can lift it.</summary>
    [Theory]
    [InlineData(-5.9f, false)]
    [InlineData(-6.1f, true)]
    public void Ceiling_BoundsWhatAFilterCanReach(float bias, bool isDead)
    {
        using CnnModel model = Load(new SmallModel()
            .Input("image", DataType.Float, null, 3, 4, 4)
            .Initializer("zero", [0f])
            .Initializer("six", [6f])
            .Initializer("kernel", [0.5f, 0.5f, -3], 1, 3, 1, 1)
            .Initializer("bias", [bias], 1)
            .Node("Clip", "clip", ["image", "zero", "six"], "a")
            .Node("Conv", "conv", ["a", "kernel", "bias"], "b")
            .Node("Relu", "relu", ["b"], "y")
            .Output("y", DataType.Float, null, 1, 4, 4));

        Finding? dead = model.Diagnose(Pictures(1)).Find(FindingKind.DeadFilters, FindingSeverity.Warning);

        Assert.Equal(isDead, dead is not null);
    }

    /// <summary>Whatever is fed, a filter that is called dead by its weights says one thing: where no padding is, and where it is.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void DeadByWeights_SayOneThingForAnyInput(int seed)
    {
        using CnnModel model = Load(Network((kernels, biases) =>
        {
            float[] signs = Numbers.Seeded(Filters, seed);
            for (int filter = 0; filter < Filters; filter++)
            {
                biases[filter] = signs[filter];
                Pull(Kernel(kernels, filter));
            }
        }));
        var shape = new ImageShape(3, 12, 12, TensorLayout.Nchw);
        float[] values = [.. Numbers.Seeded(20 * shape.ElementCount, seed + 10).Select((value, i) => value * (i / shape.ElementCount * 50))];

        Finding dead = model.Diagnose(Pictures(1)).Find(FindingKind.DeadFilters, FindingSeverity.Warning)!;
        float[] activations = model.Activations(new ImageTensor(values, shape), ["d"], CancellationToken.None)[0].Values;

        Assert.InRange(dead.Places[0].Channels.Count, 1, Filters - 1);
        int cells = activations.Length / 20 / Filters;
        Assert.All(dead.Places[0].Channels, channel => Assert.Single(
            Enumerable.Range(0, 20).SelectMany(image => activations.Skip(((image * Filters) + channel) * cells).Take(cells)).Distinct()));
    }

    [Fact]
    public void SilentOnTheImages_IsARemark_WithACautionWhenTheyAreFew()
    {
        using CnnModel model = Load(Network((_, biases) => biases[3] = -100));

        Finding few = model.Diagnose(Pictures(2)).Find(FindingKind.DeadFilters)!;
        Finding many = model.Diagnose(Pictures(20)).Find(FindingKind.DeadFilters)!;

        Assert.Equal((FindingSeverity.Info, FindingSeverity.Info), (few.Severity, many.Severity));
        Assert.Equal([3], Assert.Single(many.Places).Channels);
        Assert.Contains("in every place of these 2 images", few.Seen, StringComparison.Ordinal);
        Assert.Contains("2 images show little", few.Meaning, StringComparison.Ordinal);
        Assert.DoesNotContain("little", many.Meaning, StringComparison.Ordinal);
    }

    /// <summary>Copies, also three times as large; the opposite, another bias and nearly the same are none.</summary>
    [Fact]
    public void Duplicates_AreCopiesUpToAPositiveFactor()
    {
        using CnnModel model = Load(Network((kernels, biases) =>
        {
            Copy(kernels, biases, from: 1, to: 4, factor: 1);
            Copy(kernels, biases, from: 1, to: 6, factor: 3);
            Copy(kernels, biases, from: 0, to: 2, factor: -1);
            Copy(kernels, biases, from: 0, to: 3, factor: 1);
            biases[3] += 0.01f;
            Copy(kernels, biases, from: 0, to: 5, factor: 1);
            Kernel(kernels, 5)[7] += 0.01f;
        }));

        Finding duplicates = model.Diagnose(Pictures(1)).Find(FindingKind.DuplicateFilters)!;

        Assert.Equal([1, 4, 6], Assert.Single(duplicates.Places).Channels);
        Assert.Equal(2, duplicates.Numbers["filters"]);
        Assert.Equal(FindingSeverity.Warning, duplicates.Severity);
    }

    [Fact]
    public void Duplicates_WithinATolerance_CountWhereItIsGiven()
    {
        using CnnModel model = Load(Network((kernels, biases) =>
        {
            Copy(kernels, biases, from: 0, to: 5, factor: 1);
            Kernel(kernels, 5)[7] += 0.01f;
        }));

        Assert.Null(model.Diagnose(Pictures(1)).Find(FindingKind.DuplicateFilters));
        Assert.Equal([0, 5], model.Diagnose(Pictures(1), new() { DuplicateTolerance = 0.01 }).Find(FindingKind.DuplicateFilters)!.Places[0].Channels);
    }

    /// <summary>Against the plain search over all pairs, on filters of which many lie near each other.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Duplicates_AreThoseOfThePlainSearch(int seed)
    {
        float[] noise = Numbers.Seeded(Filters * 6 * 9, seed);
        float[] planted = [];
        using CnnModel model = Load(Network((kernels, biases) =>
        {
            for (int filter = 4; filter < Filters; filter++)
            {
                Copy(kernels, biases, from: filter % 2, to: filter, factor: 1 + filter);
                for (int i = 0; i < 54; i++)
                {
                    Kernel(kernels, filter)[i] += noise[(filter * 54) + i] * 0.05f * filter;
                }
            }

            planted = [.. Enumerable.Range(0, Filters).SelectMany(filter => Scaled(Kernel(kernels, filter), biases[filter]))];
        }));
        const double Tolerance = 0.04;

        Finding? found = model.Diagnose(Pictures(1), new() { DuplicateTolerance = Tolerance }).Find(FindingKind.DuplicateFilters);

        bool AreNear(int a, int b) => Math.Sqrt(Enumerable.Range(0, 55).Sum(i => Math.Pow(planted[(a * 55) + i] - planted[(b * 55) + i], 2))) <= Tolerance;
        int[] withTwin = [.. Enumerable.Range(0, Filters).Where(a => Enumerable.Range(0, Filters).Any(b => a != b && AreNear(a, b)))];
        int[] reported = [.. (found?.Places ?? []).SelectMany(place => place.Channels).Order()];
        Assert.All(reported, filter => Assert.Contains(filter, withTwin));
        // A filter may be left out only where its twins were taken by another group.
        Assert.All(withTwin, filter => Assert.True(reported.Contains(filter) || Enumerable.Range(0, Filters).Any(twin => AreNear(filter, twin) && reported.Contains(twin))));
    }

    [Fact]
    public void DepthwiseFilters_ThatAreAlike_ReadOtherChannels()
    {
        using CnnModel model = Load(new SmallModel()
            .Input("image", DataType.Float, null, 3, 6, 6)
            .Initializer("kernel", [.. Enumerable.Repeat(Numbers.Seeded(9, 1), 3).SelectMany(kernel => kernel)], 3, 1, 3, 3)
            .Node("Conv", "conv", ["image", "kernel"], "y", GraphEdits.IntAttribute("group", 3))
            .Output("y", DataType.Float, null, 3, 4, 4));

        Assert.Null(model.Diagnose(Pictures(1)).Find(FindingKind.DuplicateFilters));
    }

    /// <summary>The same weights with another normalisation behind them are other filters; a scale of zero kills one.</summary>
    [Fact]
    public void NormalizationBehind_IsPartOfTheFilter()
    {
        float[] kernel = Numbers.Seeded(3 * 9, 1);
        using CnnModel model = Load(new SmallModel()
            .Input("image", DataType.Float, null, 3, 6, 6)
            .Initializer("kernel", [.. kernel, .. kernel, .. kernel, .. Numbers.Seeded(27, 2)], 4, 3, 3, 3)
            .Initializer("scale", [1f, 2, 1, 0], 4)
            .Initializer("shift", [0f, 0, 0.5f, -1], 4)
            .Initializer("mean", [0f, 0, 0, 0], 4)
            .Initializer("variance", [0.5f, 0.5f, 0.5f, 0.5f], 4)
            .Node("Conv", "conv", ["image", "kernel"], "a")
            .Node("BatchNormalization", "bn", ["a", "scale", "shift", "mean", "variance"], "b")
            .Node("Relu", "relu", ["b"], "y")
            .Output("y", DataType.Float, null, 4, 4, 4));

        Diagnosis diagnosis = model.Diagnose(Pictures(1));

        Assert.Equal([0, 1], diagnosis.Find(FindingKind.DuplicateFilters)!.Places[0].Channels);
        Assert.Equal([3], diagnosis.Find(FindingKind.DeadFilters, FindingSeverity.Warning)!.Places[0].Channels);
    }

    /// <summary>A sum with another branch follows: what the filter alone cannot lift, the branch can.</summary>
    [Fact]
    public void SumBeforeTheActivation_KeepsAFilterAlive()
    {
        using CnnModel model = Load(new SmallModel()
            .Input("image", DataType.Float, null, 3, 4, 4)
            .Initializer("kernel", [-1f, -1, -1], 1, 3, 1, 1)
            .Node("Relu", "relu1", ["image"], "a")
            .Node("Conv", "conv", ["a", "kernel"], "b")
            .Node("ReduceMax", "branch", ["image"], "c", GraphEdits.IntsAttribute("axes", [1]))
            .Node("Add", "add", ["b", "c"], "d")
            .Node("Relu", "relu2", ["d"], "y")
            .Output("y", DataType.Float, null, 1, 4, 4));

        Assert.Null(model.Diagnose(Pictures(1)).Find(FindingKind.DeadFilters, FindingSeverity.Warning));
    }

    [Fact]
    public void TransposedConvolution_IsReadOutputsFirst()
    {
        // [in, out, 1, 1]: the second output is zero.
        using CnnModel model = Load(new SmallModel()
            .Input("image", DataType.Float, null, 3, 4, 4)
            .Initializer("kernel", [0.3f, 0, 0.7f, 0, -0.2f, 0], 3, 2, 1, 1)
            .Node("ConvTranspose", "up", ["image", "kernel"], "y")
            .Output("y", DataType.Float, null, 2, 4, 4));

        Assert.Equal([1], model.Diagnose(Pictures(1)).Find(FindingKind.DeadFilters, FindingSeverity.Warning)!.Places[0].Channels);
    }

    private static void Pull(Span<float> kernel)
    {
        for (int i = 0; i < kernel.Length; i++)
        {
            kernel[i] = -Math.Abs(kernel[i]);
        }
    }

    private static void Copy(float[] kernels, float[] biases, int from, int to, float factor)
    {
        for (int i = 0; i < 54; i++)
        {
            Kernel(kernels, to)[i] = factor * Kernel(kernels, from)[i];
        }

        biases[to] = factor * biases[from];
    }

    private static float[] Scaled(ReadOnlySpan<float> kernel, float bias)
    {
        float length = 0;
        foreach (float weight in kernel)
        {
            length += weight * weight;
        }

        float[] all = [.. kernel, bias];
        return Array.ConvertAll(all, value => value / MathF.Sqrt(length));
    }
}
