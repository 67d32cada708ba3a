using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods.Gradients;

public class InputXGradientTests
{
    [Theory]
    [MemberData(nameof(ReferenceCase.Names), MemberType = typeof(ReferenceCase))]
    public void InputXGradient_OfReferenceNetworks_IsCaptums(string name)
    {
        var reference = new ReferenceCase(name);

        float[] products = ReferenceMaps.Elements(reference, explainer => explainer.InputXGradient());

        Agreement.Within(1e-4, reference.Numbers("input_x_gradient.npy").Values, products, "input x gradient");
    }
}
