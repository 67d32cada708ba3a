using CnnVis.Onnx;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Differentiation;

public class MaxUnpoolRulesTests
{
    [Theory]
    [InlineData(9)]
    [InlineData(22)]
    public void MaxUnpool_OfPooledValues_GoesBackToThem(int opset) =>
        ExtraRulesCheck.Agrees(Model(opset).Node("MaxUnpool", "op", ["values", "indices"], "y", Windows()), step: 1e-3f, tolerance: 1e-3, image: Apart());

    [Fact]
    public void MaxUnpool_IntoAGivenShape_GoesBack() => ExtraRulesCheck.Agrees(
        Model(18)
            .Node("Shape", "shape", ["image"], "shape_of_image")
            .Node("MaxUnpool", "op", ["values", "indices", "shape_of_image"], "y", Windows()),
        step: 1e-3f,
        tolerance: 1e-3,
        image: Apart());

    private static AttributeProto[] Windows() => ExtraRulesCheck.Attributes(("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }));

    private static SmallModel Model(int opset) => ExtraRulesCheck.Image(2, 4, 6, opset).With(model =>
    {
        NodeProto pool = GraphEdits.NewNode("MaxPool", "pool", ["image"], "values", Windows());
        pool.Output.Add("indices");
        model.Graph.Node.Add(pool);
    });

    private static float[] Apart() => [.. Enumerable.Range(0, 2 * 2 * 4 * 6).Select(i => (i * 37 % 96) / 10f)];
}
