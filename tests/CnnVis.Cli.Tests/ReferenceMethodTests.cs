using System.Text.Json;

namespace CnnVis.Cli.Tests;

/// <summary>The names of methods and options that scripts rely on, with the numbers that PyTorch's libraries give.</summary>
public class ReferenceMethodTests
{
    private const double GradientTolerance = 1e-4;
    private const double MapTolerance = 1e-3;

    public static TheoryData<string, string, string, double> Numbers => new()
    {
        { "gradient", "gradient", "", GradientTolerance },
        { "input_x_gradient", "input-x-gradient", "", GradientTolerance },
        { "integrated_gradients_50", "integrated-gradients", "", 1e-2 },
        { "integrated_gradients_middle_20", "integrated-gradients", "steps=20 quadrature=middle", 1e-2 },
        { "guided_backprop", "guided-backprop", "", GradientTolerance },
        { "deconvnet", "deconvnet", "", GradientTolerance },
        { "deeplift_rescale", "deep-lift", "", GradientTolerance },
        { "feature_ablation_grid4", "feature-ablation", "segments=grid grid=4", GradientTolerance },
        { "lrp_epsilon", "lrp", "composite=epsilon", MapTolerance },
        { "lrp_epsilon_plus", "lrp", "composite=epsilon-plus", MapTolerance },
        { "lrp_epsilon_plus_flat", "lrp", "composite=epsilon-plus-flat", MapTolerance },
        { "lrp_epsilon_gamma_box", "lrp", "composite=epsilon-gamma-box low=-1 high=1", MapTolerance },
        { "lrp_epsilon_alpha2_beta1", "lrp", "composite=epsilon-alpha2-beta1", MapTolerance },
        { "lrp_epsilon_alpha2_beta1_flat", "lrp", "composite=epsilon-alpha2-beta1-flat", MapTolerance },
        { "excitation_backprop", "excitation-backprop", "", MapTolerance },
    };

    public static TheoryData<string, string> Maps => new()
    {
        { "gradcam", "grad-cam" },
        { "gradcam_pp", "grad-cam-plus-plus" },
        { "xgradcam", "x-grad-cam" },
        { "layercam", "layer-cam" },
        { "hirescam", "hi-res-cam" },
        { "gradcam_elementwise", "grad-cam-elementwise" },
        { "scorecam", "score-cam" },
        { "ablationcam", "ablation-cam" },
        { "eigencam", "eigen-cam" },
        { "eigengradcam", "eigen-grad-cam" },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Method_WritesTheRecordedNumbers(string file, string method, string settings, double tolerance)
    {
        using var folder = new TemporaryFolder();

        Explain(folder, method, [.. settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(setting => new[] { "--set", setting })]);

        AssertWithin(tolerance, Reference($"{file}.npy"), TensorValue.LoadNpy(folder.File($"{method}.npy")));
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void ActivationMap_IsDrawnAsRecorded(string file, string method)
    {
        using var folder = new TemporaryFolder();

        Explain(folder, method, ["--layer", Case().GetProperty("cam_tensor").GetString()!]);

        TensorValue drawn = TensorValue.LoadNpy(folder.File($"{method}.map.npy"));
        TensorValue expected = Reference($"{file}.npy");
        // The sign of a singular vector is arbitrary: each image equals one of the two maps.
        TensorValue other = File.Exists(PathOf($"{file}_negated.npy")) ? Reference($"{file}_negated.npy") : expected;
        int length = expected.Values.Length / 2;
        for (int image = 0; image < 2; image++)
        {
            double difference = Math.Min(Largest(expected, drawn, image * length, length), Largest(other, drawn, image * length, length));
            Assert.InRange(difference, 0, MapTolerance);
        }
    }

    private static void Explain(TemporaryFolder folder, string method, string[] more) => ToolRun.Of(
    [
        "explain", PathOf("model.onnx"), PathOf("input.npy"), "--method", method, "--out", folder.Path, "--format", "npy",
        "--class", string.Join(',', Case().GetProperty("target").EnumerateArray().Select(index => index.GetInt32())), .. more,
    ]).Succeeded();

    private static JsonElement Case() => JsonDocument.Parse(File.ReadAllText(PathOf("case.json"))).RootElement;

    private static TensorValue Reference(string file) => TensorValue.LoadNpy(PathOf(file));

    private static string PathOf(string file) => Path.Combine(RepositoryFolder.References, "vgg", file);

    private static void AssertWithin(double tolerance, TensorValue expected, TensorValue actual)
    {
        Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
        double largest = expected.Values.ToArray().Max(Math.Abs);
        Assert.InRange(Largest(expected, actual, 0, expected.Values.Length) / largest, 0, tolerance);
    }

    private static double Largest(TensorValue expected, TensorValue actual, int first, int count) => Enumerable.Range(first, count)
        .Max(i => Math.Abs(expected.Values[i] - actual.Values[i]));
}
