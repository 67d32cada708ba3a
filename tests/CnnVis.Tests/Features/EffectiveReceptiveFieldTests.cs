using CnnVis.Onnx;
using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Features;

public class EffectiveReceptiveFieldTests
{
    private static readonly ImageShape Shape = new(1, 21, 21, TensorLayout.Nchw);

    /// <summary>Three averages of 3 x 3 in a row: the gradient is the product of (1, 3, 6, 7, 6, 3, 1) / 27 along both axes, whatever the picture.</summary>
    [Fact]
    public void Map_OfAverages_IsTheirConvolution()
    {
        using CnnModel model = Averages();

        EffectiveReceptiveField field = model.Layers[^1].EffectiveReceptiveField([Picture(1), Picture(2)]);

        float[] line = [1f / 27, 3f / 27, 6f / 27, 7f / 27, 6f / 27, 3f / 27, 1f / 27];
        for (int y = 0; y < Shape.Height; y++)
        {
            for (int x = 0; x < Shape.Width; x++)
            {
                float Along(int place) => place is >= 7 and <= 13 ? line[place - 7] : 0;
                Assert.Equal(Along(y) * Along(x), field.Map[y, x], 1e-6f);
            }
        }

        Assert.Equal((10, 10, (int?)null, 2), (field.Row, field.Column, field.Channel, field.ImageCount));
        Assert.Equal(new PixelRectangle(7, 7, 7, 7), field.Pixels);
        Assert.Equal(1, field.ShareWithin(field.Pixels!.Value), 1e-9);
        // 7/27 squared times 0.0455 is 0.00306, (1/27)(6/27) is 0.0082, (1/27)(3/27) is 0.0041, (1/27)^2 is 0.0014: all but the four corners.
        Assert.Equal(Math.Sqrt(45), field.Size, 1e-9);
    }

    [Fact]
    public void Options_ChooseTheCell()
    {
        using CnnModel model = Averages();

        EffectiveReceptiveField field = model.Layers[^1].EffectiveReceptiveField([Picture(1)], new() { Row = 0, Column = 20, Channel = 0 });

        Assert.Equal(new PixelRectangle(17, 0, 4, 4), field.Pixels);
        Assert.Equal(0, field.Map[5, 20]);
        Assert.True(field.Map[0, 20] > 0);
    }

    [Fact]
    public void NoPicture_IsRefused()
    {
        using CnnModel model = Averages();

        Assert.Contains("There is no picture", Assert.Throws<ArgumentException>(() => model.Layers[^1].EffectiveReceptiveField(Array.Empty<ImageTensor>())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownCell_SaysWhatThereIs()
    {
        using CnnModel model = Averages();

        ArgumentException exception = Assert.Throws<ArgumentException>(() => model.Layers[^1].EffectiveReceptiveField([Picture(1)], new() { Row = 21 }));

        Assert.Contains("Row is 21, but the layer", exception.Message, StringComparison.Ordinal);
    }

    private static ImageTensor Picture(int seed) => new(Numbers.Seeded(Shape.ElementCount, seed), Shape);

    private static CnnModel Averages()
    {
        SmallModel model = new SmallModel().Input("image", DataType.Float, null, 1, 21, 21).Initializer("kernel", [.. Enumerable.Repeat(1f / 9, 9)], 1, 1, 3, 3);
        string tensor = "image";
        for (int i = 0; i < 3; i++)
        {
            model.Node("Conv", $"conv{i}", [tensor, "kernel"], $"y{i}", GraphEdits.IntsAttribute("pads", [1, 1, 1, 1]));
            tensor = $"y{i}";
        }

        return model.Output(tensor, DataType.Float, null, null, null, null).Load(new() { OutputForm = OutputForm.Raw });
    }
}
