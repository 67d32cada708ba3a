using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods;

public class GradientTests
{
    [Theory]
    [MemberData(nameof(ReferenceCase.Names), MemberType = typeof(ReferenceCase))]
    public void Gradient_OfReferenceNetworks_IsPyTorchs(string name)
    {
        var reference = new ReferenceCase(name);

        float[] gradients = ReferenceMaps.Elements(reference, explainer => explainer.Gradient());

        Agreement.Within(1e-4, reference.Numbers("gradient.npy").Values, gradients, "gradient");
    }
}
