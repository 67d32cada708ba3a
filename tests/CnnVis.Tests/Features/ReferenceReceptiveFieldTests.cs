using CnnVis.Features;
using CnnVis.Models;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Features;

/// <summary>Receptive fields against the gradients of whole networks.</summary>
public class ReferenceReceptiveFieldTests
{
    /// <summary>
    /// Gates let everything through and maxima share it, so that every connection shows; what is the same for all places (pooled
    /// weights, statistics) is cut off, as receptive fields do not count it.
    /// </summary>
    private static readonly GradientRules EveryConnection = GradientRules.Standard
        .With("Relu", 6, g => g.Dy)
        .With("Clip", 6, g => g.Dy)
        .With("HardSigmoid", 6, g => g.Dy)
        .With("HardSwish", 14, g => g.Dy)
        .With("InstanceNormalization", 6, g => g.Dy)
        .With("GlobalAveragePool", 1, g => g.Dy * 0f);

    public static TheoryData<string> Cases => ReferenceCase.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void PixelsOf_EveryLayer_AreWhereTheGradientIs(string name)
    {
        var reference = new ReferenceCase(name);
        using CnnModel model = reference.Load();
        var grids = new FeatureGrids(model);
        int compared = 0;
        foreach (Layer layer in model.Layers.Where(layer => layer.Operator is "Conv" or "ConvTranspose" or "MaxPool" or "AveragePool" or "Add" or "Concat" or "Resize"))
        {
            if (layer.ReceptiveField() is not { } field || grids.Of(layer.OutputTensor) is not { } grid)
            {
                continue;
            }

            using var network = new NetworkPart(model, reference.Input.Shape, [layer.OutputTensor], EveryConnection);
            foreach ((int row, int column) in Cells(grid))
            {
                Assert.Equal((layer.Name, row, column, Support(network, layer, grid, row, column)), (layer.Name, row, column, field.PixelsOf(row, column)));
                compared++;
            }
        }

        // Behind its first layer, the transformer has tokens.
        Assert.True(compared >= (name == "vit" ? 4 : 10), $"Only {compared} cells of {name} were compared.");
    }

    private static IEnumerable<(int Row, int Column)> Cells(FeatureGrid grid)
    {
        int[] rows = [.. new[] { 0, 1, grid.Height / 2, grid.Height - 1 }.Distinct()];
        int[] columns = [.. new[] { 0, grid.Width / 2, (grid.Width / 2) + 1, grid.Width - 1 }.Distinct()];
        return rows.Zip(columns.Concat(columns)).Where(cell => cell.First < grid.Height && cell.Second < grid.Width);
    }

    private static PixelRectangle Support(NetworkPart network, Layer layer, FeatureGrid grid, int row, int column)
    {
        ImageShape shape = network.Shape;
        var random = new CounterRandom(1);
        const int Images = 16;
        float[] images = [.. Enumerable.Range(0, Images * shape.ElementCount).Select(i => random.Normal(0, i))];
        using NetworkPartPass pass = network.Forward(images, Images, default);
        float[] seeds = new float[pass.Activations[layer.OutputTensor].Values.Length];
        for (int image = 0; image < Images; image++)
        {
            for (int channel = 0; channel < grid.Channels; channel++)
            {
                seeds[(image * seeds.Length / Images) + grid.IndexOf(channel, (row * grid.Width) + column)] = random.Normal(1 + image, channel);
            }
        }

        float[] gradients = pass.Backward(new Dictionary<string, float[]> { [layer.OutputTensor] = seeds }, default);
        var pixels = new HashSet<(int Row, int Column)>();
        for (int image = 0; image < Images; image++)
        {
            for (int element = 0; element < shape.ElementCount; element++)
            {
                if (gradients[(image * shape.ElementCount) + element] != 0)
                {
                    int pixel = shape.Layout == TensorLayout.Nchw ? element % shape.PixelCount : element / shape.Channels;
                    pixels.Add((pixel / shape.Width, pixel % shape.Width));
                }
            }
        }

        (int top, int left) = (pixels.Min(pixel => pixel.Row), pixels.Min(pixel => pixel.Column));
        return new PixelRectangle(left, top, pixels.Max(pixel => pixel.Column) - left + 1, pixels.Max(pixel => pixel.Row) - top + 1);
    }
}
