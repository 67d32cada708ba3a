using CnnVis.Features.Diagnoses;
using CnnVis.Onnx;
using CnnVis.Tests.Support;
using static CnnVis.Tests.Features.Diagnoses.DiagnosisCases;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Features.Diagnoses;

public class InputDiagnosisTests
{
    private static readonly ImageShape Shape = new(3, 12, 12, TensorLayout.Nchw);

    /// <summary>A picture whose colours change slowly, each in its own way.</summary>
    private static RgbImage Smooth(int seed = 0) => RgbImage.Create(60, 60, pixels =>
    {
        for (int i = 0; i < 3600; i++)
        {
            (int y, int x) = (i / 60, i % 60);
            pixels[3 * i] = (byte)(128 + (110 * Math.Sin((x * 0.11) + seed)));
            pixels[(3 * i) + 1] = (byte)(100 + (90 * Math.Cos((y * 0.13) + seed)));
            pixels[(3 * i) + 2] = (byte)(60 + (50 * Math.Sin(((x + y) * 0.07) + seed)));
        }
    });

    private static RgbImage Grey() => RgbImage.FromGrey(60, 60, [.. Enumerable.Range(0, 3600).Select(i => (byte)(128 + (100 * Math.Sin((i % 60 * 0.1) + (i / 60 * 0.12)))))]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ChannelsLast_ForAModelThatReadsThemFirst_IsFound_ColoursOrNot(bool isGrey)
    {
        using CnnModel model = Load(Network());
        ImageTensor right = model.ToTensor(isGrey ? Grey() : Smooth());
        ImageTensor wrong = new(SmallNetworkTurned(right), Shape);

        Assert.Null(model.Diagnose(right).Find(FindingKind.InputLayout));
        Assert.Equal(FindingSeverity.Error, model.Diagnose(wrong).Find(FindingKind.InputLayout)!.Severity);
    }

    [Fact]
    public void PictureMadeOfPlanes_IsFound()
    {
        using CnnModel model = Load(Network());
        byte[] pixels = Smooth().Pixels.ToArray();
        byte[] planes = [.. Enumerable.Range(0, 3).SelectMany(channel => Enumerable.Range(0, 3600).Select(i => pixels[(3 * i) + channel]))];

        Assert.Null(model.Diagnose([Smooth()]).Find(FindingKind.InputLayout));
        Assert.NotNull(model.Diagnose([new RgbImage(60, 60, planes)]).Find(FindingKind.InputLayout));
    }

    [Fact]
    public void NoiseAndPlainPictures_HaveNoLayoutThatCouldBeWrong()
    {
        using CnnModel model = Load(Network());
        RgbImage plain = RgbImage.Create(20, 20, pixels => pixels.Fill(77));

        Assert.Null(model.Diagnose(Pictures(3)).Find(FindingKind.InputLayout));
        Diagnosis diagnosis = model.Diagnose([plain]);
        Assert.Null(diagnosis.Find(FindingKind.InputLayout));
        Assert.Contains(diagnosis.Untested, untested => untested is { Kind: FindingKind.InputLayout, Reason: "the images are plain, so any layout reads them alike." });
        Assert.Contains(diagnosis.Untested, untested => untested is { Kind: FindingKind.InputRange, Reason: "the images are nearly plain." });
    }

    /// <summary>Grey lines and patterns, of which some look smoother in the wrong layout: as they should be read, none is called wrong.</summary>
    [Theory]
    [InlineData(TensorLayout.Nchw)]
    [InlineData(TensorLayout.Nhwc)]
    public void PatternsInTheirOwnLayout_AreLeftInPeace(TensorLayout layout)
    {
        const int Size = 60;
        float[] random = Numbers.Seeded(Size * Size, 5);
        Func<int, int, double>[] patterns =
        [
            (y, _) => random[y], (_, x) => random[x], (y, x) => random[(Size * y) + x],
            (y, _) => y % 3, (_, x) => x % 3, (y, x) => (x + y) % 2, (_, x) => x % 2, (y, _) => y % 2, (y, x) => (x + y) % 3,
        ];
        foreach (Func<int, int, double> pattern in patterns)
        {
            RgbImage picture = RgbImage.FromGrey(Size, Size, [.. Enumerable.Range(0, Size * Size).Select(i => (byte)(100 + (60 * pattern(i / Size, i % Size))))]);
            ImageTensor tensor = CnnVis.Models.Preprocessor.Apply(Preprocessing.ZeroToOne, picture, new ImageShape(3, Size, Size, layout)).Tensor;
            var check = new LayoutCheck();
            check.Add(DiagnosedImage.Of(tensor));
            var report = new DiagnosisReport();

            check.Report(report);

            Assert.Empty(report.Findings);
        }
    }

    /// <summary>A network whose normalisation was "trained" on these pictures from -1 to 1: every other range is a known multiple of it.</summary>
    [Theory]
    [InlineData(nameof(Preprocessing.TensorFlow), 1, false)]
    [InlineData(nameof(Preprocessing.ZeroToOne), 0.5, false)]
    [InlineData(nameof(Preprocessing.None), 127.5, true)]
    public void Range_IsMeasuredByTheFirstNormalization(string preset, double multiple, bool isWrong)
    {
        using CnnModel trained = Load(Normalised([0, 0, 0, 0], [2, 2, 2, 2]), Preprocessing.TensorFlow);
        float[] conv = trained.Activations(trained.ToTensor(Smooth()), ["a"], CancellationToken.None)[0].Values;
        float[][] maps = [.. conv.Chunk(conv.Length / 4)];
        float[] means = [.. maps.Select(map => map.Average())];
        float[] variances = [.. maps.Zip(means, (map, mean) => map.Average(value => (value - mean) * (value - mean)))];
        using CnnModel model = Load(Normalised(means, variances), Preprocessing.Preset(preset));

        Diagnosis diagnosis = model.Diagnose([Smooth()]);

        Finding? finding = diagnosis.Find(FindingKind.InputRange);
        Assert.Equal(isWrong, finding is not null);
        if (finding is not null)
        {
            Assert.Equal(multiple, finding.Numbers["timesTrainingDeviation"], 0.01 * multiple);
            Assert.Contains("With -1 to 1 (TensorFlow) it would be 1.00 times.", finding.Seen, StringComparison.Ordinal);
            Assert.Contains("0 to 1 (ZeroToOne)", finding.Advice, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains(diagnosis.Notes, note => note.Contains(FormattableString.Invariant($"varies {multiple:0.###} times as much as in training"), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void RangeDividedTwice_IsTooSmall()
    {
        using CnnModel model = Load(Normalised([0, 0, 0, 0], [0.4f, 0.4f, 0.4f, 0.4f]), new Preprocessing { Scale = 1 / 255f / 255f });

        Finding finding = model.Diagnose([Smooth()]).Find(FindingKind.InputRange)!;

        Assert.InRange(finding.Numbers["timesTrainingDeviation"], 0, 1.0 / 100);
        Assert.Contains("too small", finding.Meaning, StringComparison.Ordinal);
    }

    [Fact]
    public void NormalizationWithItsInitialStatistics_SaysNothing()
    {
        using CnnModel model = Load(Normalised([0, 0, 0, 0], [1, 1, 1, 1]), Preprocessing.None);

        Diagnosis diagnosis = model.Diagnose([Smooth()]);

        Assert.Null(diagnosis.Find(FindingKind.InputRange));
        Assert.Contains(diagnosis.Untested, untested => untested.Kind == FindingKind.InputRange);
    }

    [Theory]
    [InlineData(nameof(Preprocessing.None), false)]
    [InlineData(nameof(Preprocessing.ZeroToOne), true)]
    [InlineData(nameof(Preprocessing.ImageNet), true)]
    public void ModelOfBytes_MustBeFedBytes(string preset, bool isWrong)
    {
        using CnnModel model = Load(SmallNetwork.OfBytes(12), Preprocessing.Preset(preset));

        Assert.Equal(isWrong, model.Diagnose([Smooth()]).Find(FindingKind.InputRange) is not null);
    }

    [Theory]
    [InlineData(14)]
    [InlineData(15)]
    public void OrderOfColours_TakesFifteenPictures(int count)
    {
        using CnnModel model = Load(Network());

        Diagnosis diagnosis = model.Diagnose(Pictures(count));

        bool isTooFew = diagnosis.Untested.Any(untested => untested.Kind == FindingKind.ChannelOrder && untested.Reason.Contains("at least 15 photos", StringComparison.Ordinal));
        Assert.Equal(count < 15, isTooFew);
    }

    [Fact]
    public void OrderOfColours_OfGreyPictures_CannotBeTold()
    {
        using CnnModel model = Load(Network());

        Diagnosis diagnosis = model.Diagnose(Enumerable.Repeat(Grey(), 16));

        Assert.Contains(diagnosis.Untested, untested => untested is { Kind: FindingKind.ChannelOrder, Reason: "it takes at least 15 photos with colours; there are 0." });
    }

    /// <summary>Entropies given by hand: a clear difference, one that varies too much, one of a model that is never sure, one answer for all.</summary>
    [Theory]
    [InlineData(1.6, 0.8, 0.2, 12, true)]
    [InlineData(0.8, 1.6, 0.2, 12, false)]
    [InlineData(0.9, 0.8, 0.05, 12, false)]
    [InlineData(1.6, 0.8, 8, 12, false)]
    [InlineData(6.5, 4, 0.2, 12, false)]
    [InlineData(1.6, 0.8, 0.2, 1, false)]
    public void OrderOfColours_IsWrongWhereTheOtherIsClearlySurer(double given, double exchanged, double spread, int answers, bool isWrong)
    {
        using CnnModel model = Thousand();
        var check = new ChannelOrderCheck(model, expected: 20);
        for (int i = 0; i < 20; i++)
        {
            double noise = spread * (i % 2 == 0 ? 1 : -1);
            check.Add(new ClassifierAnswer(given + noise, i % answers, []), new ClassifierAnswer(exchanged, i % answers, []));
        }

        var report = new DiagnosisReport();
        check.Report(report);

        Assert.Equal(isWrong, report.Has(FindingKind.ChannelOrder));
    }

    [Fact]
    public void Segmenter_SaysWhatCannotBeTold()
    {
        using CnnModel model = Load(new SmallModel()
            .Input("image", DataType.Float, null, 3, 12, 12)
            .Initializer("kernel", Numbers.Seeded(4 * 3 * 9, 1), 4, 3, 3, 3)
            .Node("Conv", "conv", ["image", "kernel"], "masks", GraphEdits.IntsAttribute("pads", [1, 1, 1, 1]))
            .Output("masks", DataType.Float, null, 4, 12, 12));

        Diagnosis diagnosis = model.Diagnose(Pictures(16));

        Assert.Contains(diagnosis.Untested, untested => untested.Kind == FindingKind.ChannelOrder && untested.Reason.Contains("not one distribution over classes", StringComparison.Ordinal));
        Assert.Equal(3, diagnosis.Untested.Count(untested => untested.Kind == FindingKind.InputRange));
    }

    [Fact]
    public void NoImage_WrongShape_WrongTolerance_AreRefused()
    {
        using CnnModel model = Load(Network());

        Assert.Contains("There is no image", Assert.Throws<ArgumentException>(() => model.Diagnose(Array.Empty<RgbImage>())).Message, StringComparison.Ordinal);
        Assert.Contains("the model reads", Assert.Throws<ArgumentException>(() => model.Diagnose(new ImageTensor(new float[75], new ImageShape(3, 5, 5, TensorLayout.Nchw)))).Message, StringComparison.Ordinal);
        Assert.Contains("DuplicateTolerance is 1", Assert.Throws<ArgumentException>(() => model.Diagnose(Pictures(1), new() { DuplicateTolerance = 1 })).Message, StringComparison.Ordinal);
        Assert.Contains(
            "None of the 1 images can be read. The first, gone.png: gone",
            Assert.Throws<CnnVisException>(() => model.Diagnose([new ImageSource("gone.png", () => throw new CnnVisException("gone"))])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelled_Stops_AndProgressCountsImages()
    {
        using CnnModel model = Load(Network());
        using var cancelled = new CancellationTokenSource();
        var heard = new List<int>();

        Assert.Throws<OperationCanceledException>(() => model.Diagnose(
            Pictures(5), progress: new Listener(progress =>
            {
                heard.Add(progress.Done);
                if (progress.Done == 2)
                {
                    cancelled.Cancel();
                }
            }),
            cancellationToken: cancelled.Token));

        Assert.Equal([0, 1, 2], heard);
    }

    [Fact]
    public void Report_HoldsWhatWasFound()
    {
        using CnnModel model = Load(Network((kernels, _) => Kernel(kernels, 2).Clear()));

        string[] lines = model.Diagnose(Pictures(20)).ToString().Split(Environment.NewLine);

        Assert.Equal("model, 20 images: 1 warning", lines[0]);
        Assert.Contains("Warning: dead filters", lines);
        Assert.Contains("         conv2 channel 2", lines);
        Assert.Contains("Cannot be told", lines);
    }

    private static float[] SmallNetworkTurned(ImageTensor image) => SmallNetwork.ChannelsLast(image).Values.ToArray();

    private static SmallModel Normalised(float[] means, float[] variances) => new SmallModel()
        .Input("image", DataType.Float, null, 3, 12, 12)
        .Initializer("kernel", Numbers.Seeded(4 * 3 * 9, 1), 4, 3, 3, 3)
        .Initializer("ones", [1f, 1, 1, 1], 4)
        .Initializer("zeros", [0f, 0, 0, 0], 4)
        .Initializer("mean", means, 4)
        .Initializer("variance", variances, 4)
        .Node("Conv", "conv", ["image", "kernel"], "a")
        .Node("BatchNormalization", "bn", ["a", "ones", "zeros", "mean", "variance"], "b")
        .Node("Relu", "relu", ["b"], "c")
        .Node("GlobalAveragePool", "pool", ["c"], "d")
        .Node("Flatten", "flatten", ["d"], "logits")
        .Output("logits", DataType.Float, null, 4);

    private static CnnModel Thousand() => Load(SmallModel.ScoringPixels(Shape, Numbers.Seeded(Shape.ElementCount * 1000, 1), 1000));

    private sealed class Listener(Action<ExplanationProgress> hear) : IProgress<ExplanationProgress>
    {
        public void Report(ExplanationProgress value) => hear(value);
    }
}
