using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods;

public class GradientTests
{
    [Theory]
    [MemberData(nameof(ReferenceCase.Names), MemberType = typeof(ReferenceCase))]
    public void Gradient_OfReferenceNetworks_IsPyTorchs(string name)
    {
        var reference = new ReferenceCase(name);
        using CnnModel model = reference.Load();
        float[] gradients = [.. Images(reference).SelectMany(image => Gradient(model, reference, image).Map.Elements.ToArray())];

        Agreement.Within(1e-4, reference.Numbers("gradient.npy").Values, gradients, "gradient");
    }

    [Theory]
    [MemberData(nameof(ReferenceCase.Names), MemberType = typeof(ReferenceCase))]
    public void GradientTimesInput_OfReferenceNetworks_IsCaptums(string name)
    {
        var reference = new ReferenceCase(name);
        using CnnModel model = reference.Load();
        float[] products =
        [
            .. Images(reference).SelectMany(image =>
                Gradient(model, reference, image).Map.Elements.ToArray().Zip(reference.Input.Slice(image).Values.ToArray(), (g, x) => g * x)),
        ];

        Agreement.Within(1e-4, reference.Numbers("input_x_gradient.npy").Values, products, "input x gradient");
    }

    private static IEnumerable<int> Images(ReferenceCase reference) => Enumerable.Range(0, reference.Input.Count);

    private static Explanation Gradient(CnnModel model, ReferenceCase reference, int image) =>
        model.Explain(reference.Input.Slice(image)).For(reference.TargetOf(image)).Gradient();
}
