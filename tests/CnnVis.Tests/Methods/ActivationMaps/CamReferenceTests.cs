using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods;

/// <summary>The numbers of pytorch-grad-cam.</summary>
public class CamReferenceTests
{
    [Theory]
    [MemberData(nameof(ReferenceCase.NamesWithActivation), MemberType = typeof(ReferenceCase))]
    public void GradCam_OfReferenceNetworks_IsPytorchGradCams(string name) =>
        Compare(name, "gradcam", (explainer, layer) => explainer.GradCam(new() { Layers = layer }));

    private static void Compare(string name, string file, Func<Explainer, string, Explanation> explain)
    {
        var reference = new ReferenceCase(name);
        double[] expected = reference.Numbers($"{file}.npy").Values;
        using CnnModel model = reference.Load();
        ImageShape shape = reference.Input.Shape;
        float[] maps =
        [
            .. Enumerable.Range(0, reference.Input.Count).SelectMany(image =>
                explain(model.Explain(reference.Input.Slice(image)).For(reference.TargetOf(image)), reference.ActivationTensor!).Map.Scaled(shape.Height, shape.Width)),
        ];

        Agreement.Within(1e-3, expected, maps, file);
    }
}
