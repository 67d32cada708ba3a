using System.Globalization;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods;

/// <summary>Every method on models of other programs: it gives a map, or it says why it cannot.</summary>
public class TrainedModelMethodTests
{
    // One run of each method on each model: few passes.
    private static readonly Dictionary<string, string> Quick = new()
    {
        ["samples"] = "4",
        ["masks"] = "4",
        ["steps"] = "2",
        ["blocks"] = "2",
        ["grid"] = "2",
        ["max-evaluations"] = "8",
        ["max-channels"] = "4",
    };

    public static TheoryData<string> Files =>
    [
        "deeplabv3_voc_257_tf2onnx_nhwc_op9.onnx",
        "fer2013_mini_xception_nhwc_softmax7.onnx",
        "mnist_burn_pytorch_bn_op16.onnx",
        "mnist_cntk_op8.onnx",
        "mobilenetv2_1.0_224_nchw_logits1000.onnx",
        "mobilenetv2_1.0_224_nhwc_softmax1001.onnx",
        "selfie_segmentation_unet_256_nchw_sigmoid.onnx",
        "squeezenet_winml_fp16_op7.onnx",
        "squeezenet_winml_fp32_op7.onnx",
        "ultraface_rfb_320_bn.onnx",
        "yolox_nano.onnx",
    ];

    [SharedTheory]
    [MemberData(nameof(Files))]
    public void EveryMethod_GivesAMapOrSaysWhyNot(string file)
    {
        using CnnModel model = CnnModel.Load(SharedFiles.Model(file));
        RgbImage picture = Numbers.Picture(64, 48, 5);
        Target target = model.Output.Form == OutputForm.Raw ? FirstElement(model) : Target.Top;
        Explainer explainer = model.Explain(picture).For(target);

        string[] answers = [.. ExplanationMethod.All.Select(method => $"{method.Name}: {Answer(method, explainer)}")];

        Assert.Equal(Refusals(file), answers.Where(answer => !answer.EndsWith(": map", StringComparison.Ordinal)));
    }

    private static string Answer(ExplanationMethod method, Explainer explainer)
    {
        Dictionary<string, string> settings = Quick.Where(setting => method.OptionNames.Contains(setting.Key)).ToDictionary();
        if (method.OptionNames.Contains("window"))
        {
            settings["window"] = (Math.Min(explainer.InputShape.Height, explainer.InputShape.Width) / 2).ToString(CultureInfo.InvariantCulture);
        }

        try
        {
            Heatmap map = method.Recipe(settings)(explainer).Map;
            return map.Values.ToArray().All(float.IsFinite) ? "map" : "not finite";
        }
        catch (Exception e) when (e is CnnVisException or ArgumentException)
        {
            return e.Message;
        }
    }

    private static string[] Refusals(string file) => file switch
    {
        "mnist_burn_pytorch_bn_op16.onnx" or "mnist_cntk_op8.onnx" => [NoPooling(file)],
        "deeplabv3_voc_257_tf2onnx_nhwc_op9.onnx" => [NoPooling(file), NoClass("class 0 over 66049 places")],
        "selfie_segmentation_unet_256_nchw_sigmoid.onnx" => [NoPooling(file), NoClass("class 0 over 1 places")],
        "ultraface_rfb_320_bn.onnx" => OfADetector(file, "317, 363, 403, 435"),
        "yolox_nano.onnx" => OfADetector(file, "Concat_331, Concat_364, Concat_397"),
        _ => [],
    };

    private static string[] OfADetector(string file, string layers)
    {
        string undecided = $"{file}: which layer to look at cannot be read from the graph: the output reads several layers: {layers}. "
            + "Name one or several in Layers: they need four axes, or one token for each place.";
        return
        [
            $"ablation-cam: {undecided}", NoPooling(file), $"eigen-cam: {undecided}", $"eigen-grad-cam: {undecided}", NoClass("first element"),
            .. new[]
            {
                "grad-cam", "grad-cam-elementwise", "grad-cam-plus-plus", "guided-grad-cam", "hi-res-cam", "layer-cam", "random-cam", "score-cam",
                "smooth-grad-cam-plus-plus", "x-grad-cam",
            }.Select(method => $"{method}: {undecided}"),
        ];
    }

    private static string NoPooling(string file) =>
        $"cam: {file} does not end in global average pooling and at most one dense layer, so the classic CAM cannot be read from it. Use GradCam.";

    private static string NoClass(string target) =>
        $"finer-cam: {target} cannot be compared with similar classes: that needs the logit of one class among several.";

    private static Target FirstElement(CnnModel model)
    {
        float[] weights = new float[model.Output.Shape.Aggregate(1, (product, size) => product * size)];
        weights[0] = 1;
        return Target.WeightedSum("first element", weights);
    }
}
