using System.Numerics.Tensors;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods;

public class GradientTests
{
    private const int Points = 50;

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

    /// <summary>Captum's numbers come from float64, where other ReLUs and maxima of fifty images decide otherwise than in float32.</summary>
    [Theory]
    [InlineData("convnext", 4e-3, 1e-4)]
    [InlineData("densenet", 4e-3, 1e-2)]
    [InlineData("inception", 4e-3, 1e-4)]
    [InlineData("keras-mnist", 4e-3, 1e-4)]
    [InlineData("mobilenet", 4e-3, 1e-2)]
    [InlineData("resnet", 4e-3, 1e-2)]
    [InlineData("unet", 4e-3, 1e-2)]
    [InlineData("vgg", 4e-3, 1e-4)]
    [InlineData("vgg-bn", 4e-3, 1e-2)]
    [InlineData("vit", 4e-3, 1e-4)]
    public void GradientsAlongAPath_OfReferenceNetworks_AddUpToCaptumsIntegratedGradients(string name, double relative, double largest)
    {
        var reference = new ReferenceCase(name);
        double[] expected = reference.Numbers("integrated_gradients_50.npy").Values;
        using CnnModel model = reference.Load();

        float[] integrated = [.. Images(reference).SelectMany(image => IntegratedGradients(model, reference, image))];

        Agreement.Within(largest, expected, integrated, "integrated gradients");
        Assert.True(Agreement.RelativeDistance(expected, integrated) <= relative, $"{Agreement.RelativeDistance(expected, integrated)}");
    }

    private static float[] IntegratedGradients(CnnModel model, ReferenceCase reference, int image)
    {
        Explainer explainer = model.Explain(reference.Input.Slice(image)).For(reference.TargetOf(image));
        return explainer.Run("integrated gradients", new { Points }, IntegratedGradients).Map.Elements.ToArray();
    }

    private static IReadOnlyList<Heatmap> IntegratedGradients(ExplanationContext context)
    {
        float[] input = context.Input.Values.ToArray();
        double[] sums = new double[input.Length];
        foreach ((double Point, double Weight)[] part in GaussLegendre.Points(Points).Chunk(context.BatchSize))
        {
            ImageBatch batch = context.NewBatch();
            for (int i = 0; i < part.Length; i++)
            {
                TensorPrimitives.Multiply(input, (float)part[i].Point, batch[i]);
            }

            float[] gradients = context.Gradients(batch, part.Length)[0];
            for (int k = 0; k < gradients.Length; k++)
            {
                sums[k % input.Length] += part[k / input.Length].Weight * gradients[k];
            }
        }

        float[] elements = [.. sums.Select((sum, k) => (float)(sum * input[k]))];
        return [Heatmap.OfElements(elements, context.Input.Shape, MapScaling.Symmetric)];
    }

    private static IEnumerable<int> Images(ReferenceCase reference) => Enumerable.Range(0, reference.Input.Count);

    private static Explanation Gradient(CnnModel model, ReferenceCase reference, int image) =>
        model.Explain(reference.Input.Slice(image)).For(reference.TargetOf(image)).Gradient();
}
