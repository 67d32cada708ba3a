using CnnVis.Features.Diagnoses;
using CnnVis.Models;
using CnnVis.Onnx;

namespace CnnVis.Skia.Tests;

/// <summary>Diagnoses of trained models on photos: what is wrong is found, and what is right is left in peace.</summary>
public class TrainedModelDiagnosisTests
{
    private const string MobileNet = "mobilenetv2_1.0_224_nchw_logits1000.onnx";

    private static readonly Lazy<RgbImage[]> Photos = new(() =>
        [.. Files(SharedFiles.Photo("")).Where(file => !file.EndsWith("_mask.png", StringComparison.Ordinal)).Select(ImageFile.Load)]);

    private static readonly Lazy<RgbImage[]> Digits = new(() => [.. Files(SharedFiles.Photo("mnist")).Select(ImageFile.Load)]);

    /// <summary>Every model of the folder that classifies, with the preprocessing that its description names.</summary>
    public static TheoryData<string, string, bool> RightInputs => new()
    {
        { MobileNet, nameof(Preprocessing.TensorFlow), false },
        { "mobilenetv2_1.0_224_nhwc_softmax1001.onnx", nameof(Preprocessing.TensorFlow), false },
        { "squeezenet_winml_fp32_op7.onnx", nameof(Preprocessing.Caffe), false },
        { "squeezenet_winml_fp16_op7.onnx", nameof(Preprocessing.Caffe), false },
        { "fer2013_mini_xception_nhwc_softmax7.onnx", nameof(Preprocessing.TensorFlow), false },
        { "mnist_cntk_op8.onnx", nameof(Preprocessing.None), false },
        { "mnist_cntk_op8.onnx", nameof(Preprocessing.None), true },
        { "mnist_burn_pytorch_bn_op16.onnx", "digits", false },
        { "mnist_burn_pytorch_bn_op16.onnx", "digits", true },
    };

    /// <summary>Numbers that are a hundred times too large or small, by one photo. Those that lie near the right ones are not in the table: nobody can tell.</summary>
    public static TheoryData<string, string, string> WrongRanges => new()
    {
        { MobileNet, nameof(Preprocessing.None), "too large" },
        { MobileNet, nameof(Preprocessing.Caffe), "too large" },
        { MobileNet, "twice", "too small" },
        { "squeezenet_winml_fp32_op7.onnx", nameof(Preprocessing.ZeroToOne), "too small" },
        { "fer2013_mini_xception_nhwc_softmax7.onnx", nameof(Preprocessing.None), "too large" },
        { "deeplabv3_voc_257_tf2onnx_nhwc_op9.onnx", nameof(Preprocessing.None), "too large" },
        { "ultraface_rfb_320_bn.onnx", nameof(Preprocessing.None), "too large" },
        { "ultraface_rfb_320_bn.onnx", "twice", "too small" },
    };

    [SharedTheory]
    [MemberData(nameof(RightInputs))]
    public void RightInput_IsLeftInPeace_EachPictureAlone(string file, string preprocessing, bool isOfDigits)
    {
        using CnnModel model = Load(file, preprocessing);

        Assert.All(isOfDigits ? Digits.Value : Photos.Value, picture => Assert.Empty(InputFindings(model, DiagnosedImage.Of(model, picture))));
    }

    [SharedTheory]
    [MemberData(nameof(WrongRanges))]
    public void WrongRange_IsNamed_FromOnePhoto_OnNineOfTen(string file, string preprocessing, string size)
    {
        using CnnModel model = Load(file, preprocessing);

        int named = Photos.Value.Count(photo =>
            InputFindings(model, DiagnosedImage.Of(model, photo)) is [{ Kind: FindingKind.InputRange } finding] && finding.Meaning.Contains($"are {size}", StringComparison.Ordinal));

        Assert.InRange(named, NineOfTen, Photos.Value.Length);
    }

    /// <summary>The commonest mistake of all: the bytes of a picture, red, green, blue after each other, copied into a tensor of planes.</summary>
    [SharedTheory]
    [InlineData(MobileNet, nameof(Preprocessing.TensorFlow), true)]
    [InlineData("mobilenetv2_1.0_224_nhwc_softmax1001.onnx", nameof(Preprocessing.TensorFlow), true)]
    [InlineData("squeezenet_winml_fp32_op7.onnx", nameof(Preprocessing.Caffe), false)]
    [InlineData("yolox_nano.onnx", nameof(Preprocessing.None), false)]
    public void BytesInTheOtherLayout_AreNamed_FromOnePhoto_OnNineOfTen(string file, string preprocessing, bool isRangeWrongToo)
    {
        using CnnModel model = Load(file, preprocessing);
        ImageShape shape = model.ImageInput.Shape;

        int named = Photos.Value.Count(photo =>
        {
            ImageTensor bytes = Preprocessor.Apply(Preprocessing.None, photo, Roughness.Other(shape)).Tensor;
            IEnumerable<FindingKind> kinds = InputFindings(model, DiagnosedImage.Of(new ImageTensor(bytes.Values, shape))).Select(finding => finding.Kind);
            return kinds.SequenceEqual(isRangeWrongToo ? [FindingKind.InputLayout, FindingKind.InputRange] : [FindingKind.InputLayout]);
        });

        Assert.InRange(named, NineOfTen, Photos.Value.Length);
    }

    /// <summary>Random halves and more of the photos, at least 15: in the right order never a word; in the wrong one, of MobileNetV2, always.</summary>
    [SharedTheory]
    [InlineData(MobileNet, nameof(Preprocessing.TensorFlow), 50)]
    [InlineData("squeezenet_winml_fp32_op7.onnx", nameof(Preprocessing.Caffe), 0)]
    public void OrderOfColours_IsToldFromFifteenPhotos(string file, string preprocessing, int leastFound)
    {
        using CnnModel model = Load(file, preprocessing);
        (ClassifierAnswer Right, ClassifierAnswer Exchanged)[] answers =
        [
            .. from photo in Photos.Value
               let image = DiagnosedImage.Of(model, photo)
               select (ClassifierAnswer.Of(model, image.Tensor, CancellationToken.None), ClassifierAnswer.Of(model, image.Exchanged(), CancellationToken.None)),
        ];
        int found = 0;
        for (int subset = 0; subset < 50; subset++)
        {
            int count = ChannelOrderCheck.FewestImages + (subset % (answers.Length - ChannelOrderCheck.FewestImages + 1));
            var random = new CounterRandom(subset);
            (ClassifierAnswer Right, ClassifierAnswer Exchanged)[] chosen =
                [.. Enumerable.Range(0, answers.Length).OrderBy(i => random.Fraction(sample: 0, i)).Take(count).Select(i => answers[i])];

            Assert.False(IsFound(model, chosen));
            found += IsFound(model, [.. chosen.Select(pair => (pair.Exchanged, pair.Right))]) ? 1 : 0;
        }

        Assert.InRange(found, leastFound, 50);
    }

    /// <summary>All checks as a caller runs them: pictures with red and blue exchanged, and the same with too few to tell.</summary>
    [SharedFact]
    public void ExchangedColours_AreNamed_AndFewerThanFifteenPhotosSaySo()
    {
        using CnnModel right = Load(MobileNet, nameof(Preprocessing.TensorFlow));
        using CnnModel wrong = CnnModel.Load(SharedFiles.Model(MobileNet), new() { Preprocessing = Preprocessing.TensorFlow with { ChannelOrder = ChannelOrder.Bgr } });

        Diagnosis named = wrong.Diagnose(Photos.Value);
        Diagnosis clean = right.Diagnose(Photos.Value);
        Diagnosis few = wrong.Diagnose(Photos.Value.Take(14));

        Finding finding = named.Findings.Single(finding => finding.Kind == FindingKind.ChannelOrder);
        Assert.Equal(1.55, finding.Numbers["entropy"], 0.1);
        Assert.Equal(0.86, finding.Numbers["entropyExchanged"], 0.1);
        Assert.DoesNotContain(clean.Findings, IsAboutTheInput);
        Assert.DoesNotContain(few.Findings, IsAboutTheInput);
        Assert.Contains(few.Untested, untested => untested.Kind == FindingKind.ChannelOrder && untested.Reason.Contains("at least 15 photos", StringComparison.Ordinal));
    }

    /// <summary>The network has a few dead filters of its own; beyond those, exactly the planted ones are found.</summary>
    [SharedFact]
    public void PlantedFilters_AreFound_AndNoOthers()
    {
        ModelProto proto = ModelProto.Parser.ParseFrom(File.ReadAllBytes(SharedFiles.Model(MobileNet)));
        using CnnModel original = Load(MobileNet, nameof(Preprocessing.TensorFlow));
        Layer last = original.Layers.Last(layer => layer.Operator == "Conv" && layer.OutputShape is [_, 1280, > 1, > 1]);
        Edit(proto, last.Node.Input[1], 1280, (weights, length) =>
        {
            weights.AsSpan(7 * length, length).Clear();
            weights.AsSpan(11 * length, length).CopyTo(weights.AsSpan(400 * length));
        });
        Edit(proto, last.Node.Input[2], 1280, (biases, _) => (biases[7], biases[400]) = (-1, biases[11]));
        using CnnModel planted = CnnModel.Load(GraphEdits.ToBytes(proto), new() { Preprocessing = Preprocessing.TensorFlow });

        Diagnosis before = original.Diagnose(Photos.Value.Take(1));
        Diagnosis after = planted.Diagnose(Photos.Value.Take(1));

        Assert.Equal([(last.Name, 7)], Certain(after, FindingKind.DeadFilters).Except(Certain(before, FindingKind.DeadFilters)));
        Assert.Equal([(last.Name, 11), (last.Name, 400)], Certain(after, FindingKind.DuplicateFilters));
        Assert.Empty(Certain(before, FindingKind.DuplicateFilters));
        Assert.Empty(Certain(before, FindingKind.DeadFilters).Except(Certain(after, FindingKind.DeadFilters)));
    }

    private static int NineOfTen => (int)Math.Ceiling(0.9 * Photos.Value.Length);

    private static string[] Files(string folder) => [.. Directory.GetFiles(folder).Where(file => !file.EndsWith(".json", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static CnnModel Load(string file, string preprocessing) => CnnModel.Load(SharedFiles.Model(file), new()
    {
        Preprocessing = preprocessing switch
        {
            "twice" => new Preprocessing { Scale = 1 / 255f / 255f },
            "digits" => new Preprocessing { Scale = 1 / 255f, Mean = 0.1307f, Std = 0.3081f },
            _ => Preprocessing.Preset(preprocessing),
        },
    });

    private static List<Finding> InputFindings(CnnModel model, DiagnosedImage image)
    {
        var report = new DiagnosisReport();
        var layout = new LayoutCheck();
        layout.Add(image);
        layout.Report(report);
        new RangeCheck(model, [image], CancellationToken.None).Report(report);
        return report.Findings;
    }

    private static bool IsFound(CnnModel model, (ClassifierAnswer Given, ClassifierAnswer Exchanged)[] answers)
    {
        var check = new ChannelOrderCheck(model, answers.Length);
        Array.ForEach(answers, pair => check.Add(pair.Given, pair.Exchanged));
        var report = new DiagnosisReport();
        check.Report(report);
        return report.Has(FindingKind.ChannelOrder);
    }

    private static bool IsAboutTheInput(Finding finding) => finding.Kind is FindingKind.InputLayout or FindingKind.InputRange or FindingKind.ChannelOrder;

    private static IEnumerable<(string Layer, int Channel)> Certain(Diagnosis diagnosis, FindingKind kind) =>
        from finding in diagnosis.Findings
        where finding.Kind == kind && finding.Severity == FindingSeverity.Warning
        from place in finding.Places
        from channel in place.Channels
        select (place.Layer, channel);

    private static void Edit(ModelProto proto, string tensor, int count, Action<float[], int> change)
    {
        TensorProto stored = proto.Graph.Initializer.Single(initializer => initializer.Name == tensor);
        float[] values = TensorData.Floats(stored, folder: null);
        change(values, values.Length / count);
        stored.RawData = Google.Protobuf.ByteString.CopyFrom(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values).ToArray());
    }
}
