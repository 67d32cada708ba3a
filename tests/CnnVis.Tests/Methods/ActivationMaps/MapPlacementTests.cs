using CnnVis.Onnx;
using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Methods;

public class MapPlacementTests
{
    /// <summary>
    /// One pixel lights one cell of a layer of stride 4 with padding before the image alone: stretched, the map lies between pixels; placed, its
    /// highest number is where the pixel is.
    /// </summary>
    [Theory]
    [InlineData(4, 8)]
    [InlineData(16, 20)]
    public void ReceptiveField_OfOneCell_LiesWhereItLooks(int row, int column)
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 1, 24, 24)
            .Initializer("kernel", [1f, 1, 1, 1, 1, 1, 1, 1, 1], 1, 1, 3, 3)
            .Initializer("dense", [.. Enumerable.Repeat(1f, 72)], 36, 2)
            .Node("Conv", "conv", ["image", "kernel"], "layer", GraphEdits.IntsAttribute("strides", [4, 4]), GraphEdits.IntsAttribute("pads", [1, 1, 0, 0]))
            .Node("Flatten", "flatten", ["layer"], "flat")
            .Node("MatMul", "score", ["flat", "dense"], "logits")
            .Output("logits", DataType.Float, null, 2)
            .Load();
        float[] pixels = new float[24 * 24];
        pixels[(row * 24) + column] = 1;
        Explainer explainer = model.Explain(new ImageTensor(pixels, new ImageShape(1, 24, 24, TensorLayout.Nchw))).For(0);

        float[] placed = explainer.GradCam(new() { Placement = MapPlacement.ReceptiveField }).Map.Scaled(24, 24);
        float[] stretched = explainer.GradCam().Map.Scaled(24, 24);

        Assert.Equal((row * 24) + column, placed.ToList().IndexOf(placed.Max()));
        Assert.NotEqual((row * 24) + column, stretched.ToList().IndexOf(stretched.Max()));
    }

    [Fact]
    public void ReceptiveField_ThatCannotBeRead_IsRefused()
    {
        var reference = new ReferenceCase("vit");
        using CnnModel model = reference.Load();
        Explainer explainer = model.Explain(reference.Input.Slice(0));

        string message = Assert.Throws<ArgumentException>(() => explainer.GradCam(new() { Placement = MapPlacement.ReceptiveField })).Message;

        Assert.Contains("What the cells of /b2/n1/Add_1 see of the image cannot be read from the graph. Use MapPlacement.Stretch.", message, StringComparison.Ordinal);
    }
}
