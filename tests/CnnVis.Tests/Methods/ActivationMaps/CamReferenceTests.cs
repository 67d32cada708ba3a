using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods;

/// <summary>The numbers of pytorch-grad-cam.</summary>
public class CamReferenceTests
{
    private static readonly Dictionary<string, Func<Explainer, string, Explanation>> Methods = new()
    {
        ["gradcam"] = (explainer, layer) => explainer.GradCam(new() { Layers = layer }),
        ["gradcam_pp"] = (explainer, layer) => explainer.GradCamPlusPlus(new() { Layers = layer }),
        ["xgradcam"] = (explainer, layer) => explainer.XGradCam(new() { Layers = layer }),
        ["layercam"] = (explainer, layer) => explainer.LayerCam(new() { Layers = layer }),
        ["hirescam"] = (explainer, layer) => explainer.HiResCam(new() { Layers = layer }),
        ["gradcam_elementwise"] = (explainer, layer) => explainer.GradCamElementwise(new() { Layers = layer }),
        ["scorecam"] = (explainer, layer) => explainer.ScoreCam(new() { Layers = layer }),
        ["ablationcam"] = (explainer, layer) => explainer.AblationCam(new() { Layers = layer }),
        ["eigencam"] = (explainer, layer) => explainer.EigenCam(new() { Layers = layer }),
        ["eigengradcam"] = (explainer, layer) => explainer.EigenGradCam(new() { Layers = layer }),
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string method in Methods.Keys)
            {
                foreach (object[] row in (IEnumerable<object[]>)ReferenceCase.NamesWith($"{method}.npy"))
                {
                    cases.Add((string)row[0], method);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Map_OfReferenceNetworks_IsPytorchGradCams(string name, string method)
    {
        var reference = new ReferenceCase(name);
        using CnnModel model = reference.Load();
        ImageShape shape = reference.Input.Shape;
        for (int image = 0; image < reference.Input.Count; image++)
        {
            Explainer explainer = model.Explain(reference.Input.Slice(image)).For(reference.TargetOf(image));

            float[] map = Methods[method](explainer, reference.ActivationTensor!).Map.Scaled(shape.Height, shape.Width);

            double[] expected = Plane(reference, $"{method}.npy", image);
            // The sign of a singular vector is arbitrary: both maps are recorded.
            double[] other = method.StartsWith("eigen", StringComparison.Ordinal) ? Plane(reference, $"{method}_negated.npy", image) : expected;
            Agreement.Within(1e-3, Distance(other, map) < Distance(expected, map) ? other : expected, map, method);
        }
    }

    private static double[] Plane(ReferenceCase reference, string file, int image)
    {
        double[] all = reference.Numbers(file).Values;
        int length = all.Length / reference.Input.Count;
        return all[(image * length)..((image + 1) * length)];
    }

    private static double Distance(double[] expected, float[] map) => expected.Zip(map, (a, b) => Math.Abs(a - b)).Max();
}
