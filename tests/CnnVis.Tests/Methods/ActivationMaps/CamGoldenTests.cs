using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Methods;

/// <summary>Two channels of two by two cells, and one of zeros, whose gradients are the weights of a dense layer: every answer can be worked by hand.</summary>
public class CamGoldenTests
{
    private static readonly ImageShape Shape = new(3, 2, 2, TensorLayout.Nchw);

    // A1, A2, and the gradients of the class there.
    private static readonly float[] Activations = [1, 2, 0, 1, 0, 1, 3, 0, 0, 0, 0, 0];
    private static readonly float[] Gradients = [0.5f, -0.5f, 1, 0, -0.6f, 0.2f, 0.4f, 0.4f, 0, 0, 0, 0];

    [Fact]
    public void GradCam_Worked() => Check([0.25, 0.6, 0.3, 0.25], explainer => explainer.GradCam());

    [Fact]
    public void HiResCam_Worked() => Check([0.5, -0.8, 1.2, 0], explainer => explainer.HiResCam());

    [Fact]
    public void LayerCam_Worked() => Check([0.5, 0.2, 1.2, 0], explainer => explainer.LayerCam());

    [Fact]
    public void GradCamElementwise_Worked() => Check([0.5, 0.2, 1.2, 0], explainer => explainer.GradCamElementwise());

    [Fact]
    public void XGradCam_Worked() => Check([-0.125, 0.1, 1.05, -0.125], explainer => explainer.XGradCam());

    [Fact]
    public void GradCamPlusPlus_Worked() => Check([0.29167, 0.87698, 0.88095, 0.29167], explainer => explainer.GradCamPlusPlus());

    [Fact]
    public void SmoothGradCamPlusPlus_WithoutNoise_IsGradCamPlusPlus() =>
        Check([0.29167, 0.87698, 0.88095, 0.29167], explainer => explainer.SmoothGradCamPlusPlus(new() { NoiseLevel = 0 }));

    /// <summary>The score is 0.9, without the first channel 1.4, without the second -0.5.</summary>
    [Fact]
    public void AblationCam_Worked() => Check([-0.55556, 0.44444, 4.66667, -0.55556], explainer => explainer.AblationCam());

    /// <summary>The masks are the channels divided by 2 and by 3, and a blank one: times them the image scores -0.55, 0.9333 and 0.</summary>
    [Fact]
    public void ScoreCam_Worked()
    {
        double[] exponentials = [Math.Exp(0.25 - 1 + 0.2), Math.Exp((-1 / 3.0) + (0.2 / 3) + 1.2), 1];
        double first = exponentials[0] / exponentials.Sum();
        double second = exponentials[1] / exponentials.Sum();
        double[] map = [.. Enumerable.Range(0, 4).Select(cell => (first * Activations[cell]) + (second * Activations[cell + 4]))];

        Check(map, explainer => explainer.ScoreCam());
    }

    /// <summary>Centred, the cells are (0, -1), (1, 0), (-1, 2), (0, -1): the first right singular vector is that of [[2, -2], [-2, 6]].</summary>
    [Fact]
    public void EigenCam_Worked()
    {
        double x = -1;
        double y = 1 + Math.Sqrt(2);
        double length = Math.Sqrt((x * x) + (y * y));
        double[] projection = [-y / length, x / length, (-x + (2 * y)) / length, -y / length];

        Check(projection, explainer => explainer.EigenCam());
    }

    private static void Check(double[] expected, Func<Explainer, Explanation> explain)
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 3, 2, 2)
            .Initializer("dense", [.. Gradients.SelectMany(weight => new[] { weight, 0 })], 12, 2)
            .Node("Relu", "features", ["image"], "layer")
            .Node("Flatten", "flatten", ["layer"], "flat")
            .Node("MatMul", "score", ["flat", "dense"], "logits")
            .Output("logits", DataType.Float, null, 2)
            .Load();

        Explanation explanation = explain(model.Explain(new ImageTensor(Activations, Shape)).For(0));

        Agreement.Within(1e-5, expected, explanation.Map.Values, explanation.Method);
        Assert.Contains(explanation.Notes, note => note.StartsWith("Layer: features, 2x2, chosen because", StringComparison.Ordinal));
    }
}
