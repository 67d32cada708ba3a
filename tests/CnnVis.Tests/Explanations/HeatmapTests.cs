namespace CnnVis.Tests.Explanations;

public class HeatmapTests
{
    [Theory]
    [InlineData(TensorLayout.Nchw, new float[] { 11, 22, 33, 44 })]
    [InlineData(TensorLayout.Nhwc, new float[] { 3, 30, 12, 30 })]
    public void OfElements_SumsOverChannels(TensorLayout layout, float[] sums)
    {
        var shape = new ImageShape(2, 2, 2, layout);
        float[] elements = layout == TensorLayout.Nchw ? [1, 2, 3, 4, 10, 20, 30, 40] : [1, 2, 10, 20, 5, 7, -10, 40];

        Heatmap map = Heatmap.OfElements(elements, shape, MapScaling.Symmetric);

        Assert.Equal(sums, map.Values.ToArray());
        Assert.Equal(elements, map.Elements.ToArray());
        Assert.Equal((2, 2, shape), (map.Height, map.Width, map.InputShape!.Value));
    }

    [Fact]
    public void OfElements_KeepsItsOwnCopy()
    {
        float[] elements = [1, 2, 3, 4];
        Heatmap map = Heatmap.OfElements(elements, new ImageShape(1, 2, 2, TensorLayout.Nchw), MapScaling.Stretched);

        elements[0] = 9;

        Assert.Equal([1, 2, 3, 4], map.Elements.ToArray());
    }

    [Fact]
    public void OfElements_OfAnotherNumber_SaysHowMany()
    {
        var error = Assert.Throws<ArgumentException>(() => Heatmap.OfElements([1, 2, 3], new ImageShape(1, 2, 2, TensorLayout.Nchw), MapScaling.Symmetric));

        Assert.Contains("3 numbers were given for an input of 4 elements.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Map_OfOneNumberForAPixel_HasNoElements() =>
        Assert.True(new Heatmap([1, 2, 3, 4], 2, 2, MapScaling.Symmetric).Elements.IsEmpty);

    /// <summary>pytorch-grad-cam: ReLU, minus the minimum, over the maximum, resized, and scaled again.</summary>
    [Fact]
    public void Scaled_PositivePart_LeavesNegativeNumbersOutBeforeItResizes()
    {
        var map = new Heatmap([-8, 1, 3, 5], 2, 2, MapScaling.PositivePart);

        float[] scaled = map.Scaled(4, 2);

        Assert.Equal([0, 0.2f, 0.15f, 0.4f, 0.45f, 0.8f, 0.6f, 1], scaled, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([-8, 1, 3, 5], map.Values.ToArray());
        Assert.False(map.IsSigned);
    }

    [Fact]
    public void Scaled_PositivePartOfNegativeNumbers_IsEmpty() =>
        Assert.Equal([0, 0, 0, 0], new Heatmap([-8, -1, -3, -5], 2, 2, MapScaling.PositivePart).Scaled(2, 2));

    /// <summary>Cells at the pixels 1 and 4 of 6: numbers between them are blended, those outside stay the same.</summary>
    [Fact]
    public void Resize_OfCellsWithPlaces_PutsThemThere()
    {
        var map = new Heatmap([0, 3], 1, 2, MapScaling.Symmetric) { Cells = new CellGrid(Left: 1.5 / 6, Top: 0.5, StepX: 3.0 / 6, StepY: 1) };

        Assert.Equal([0, 0, 1, 2, 3, 3], map.Resize(1, 6), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(1, map.NumberAt(2.5 / 6, 0.5), 1e-5);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.2)]
    public void NumberAt_TheCentresOfPixels_IsWhatResizeGives(double? left)
    {
        CellGrid? cells = left is { } place ? new CellGrid(place, 0.1, 0.3, 0.4) : null;
        var map = new Heatmap([1, -2, 3, 4, 0, 6], 2, 3, MapScaling.Symmetric) { Cells = cells };

        float[] resized = map.Resize(5, 7);

        for (int i = 0; i < resized.Length; i++)
        {
            Assert.Equal(resized[i], map.NumberAt(((i % 7) + 0.5) / 7, ((i / 7) + 0.5) / 5), 1e-5);
        }
    }
}
