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

        Heatmap map = Heatmap.OfElements(elements, shape, isSigned: true);

        Assert.Equal(sums, map.Values.ToArray());
        Assert.Equal(elements, map.Elements.ToArray());
        Assert.Equal((2, 2, shape), (map.Height, map.Width, map.InputShape!.Value));
    }

    [Fact]
    public void OfElements_KeepsItsOwnCopy()
    {
        float[] elements = [1, 2, 3, 4];
        Heatmap map = Heatmap.OfElements(elements, new ImageShape(1, 2, 2, TensorLayout.Nchw), isSigned: false);

        elements[0] = 9;

        Assert.Equal([1, 2, 3, 4], map.Elements.ToArray());
    }

    [Fact]
    public void OfElements_OfAnotherNumber_SaysHowMany()
    {
        var error = Assert.Throws<ArgumentException>(() => Heatmap.OfElements([1, 2, 3], new ImageShape(1, 2, 2, TensorLayout.Nchw), isSigned: true));

        Assert.Contains("3 numbers were given for an input of 4 elements.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Map_OfOneNumberForAPixel_HasNoElements() =>
        Assert.True(new Heatmap([1, 2, 3, 4], 2, 2, isSigned: true).Elements.IsEmpty);
}
