using CnnVis.Onnx;
using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Differentiation;

public class RowAdditionTests
{
    [Fact]
    public void Gather_ByIndicesFromTheImage_AddsUp() =>
        ExtraRulesCheck.Agrees(WithIndices([3, 2, 2, -1, 0, 2], "Gather", ("axis", 2)), step: 1, tolerance: 1e-5, mixesImages: true);

    [Fact]
    public void Compress_AlongAnAxis_GoesBack()
    {
        SmallModel model = ExtraRulesCheck.Image(2, 3, 4).With(proto => proto.Graph.Initializer.Add(TensorData.Of("kept", [true, false, true], [3])));
        ExtraRulesCheck.Agrees(model.Node("Compress", "op", ["image", "kept"], "y", ExtraRulesCheck.Attributes(("axis", 2))), step: 1, tolerance: 1e-5);
    }

    [Fact]
    public void GatherND_WithBatchDimensions_AddsUp()
    {
        SmallModel model = ExtraRulesCheck.Image(2, 3, 4)
            .Initializer("indices", [2, 0, 2, -1, 1, 3, 2, 0], 1, 2, 2, 2)
            .Initializer("one", [1, 1, 1, 1], 4)
            .Node("Shape", "shape", ["image"], "shape_of_image")
            .Initializer("first", [0], 1)
            .Node("Gather", "count", ["shape_of_image", "first"], "images")
            .Initializer("rest", [2, 2, 2], 3)
            .Node("Concat", "wanted", ["images", "rest"], "wanted_shape", ExtraRulesCheck.Attributes(("axis", 0)))
            .Node("Expand", "expand", ["indices", "wanted_shape"], "all_indices");
        ExtraRulesCheck.Agrees(
            model.Node("GatherND", "op", ["image", "all_indices"], "y", ExtraRulesCheck.Attributes(("batch_dims", 2))), step: 1, tolerance: 1e-5);
    }

    [Fact]
    public void Gather_OfMillionsOfRepeatedRows_LosesNone()
    {
        // Enough of them for ONNX Runtime to use several threads.
        long[] indices = [.. Enumerable.Range(0, 400_000).Select(i => (long)(i % 3))];
        ExtraRulesCheck.Agrees(WithIndices(indices, "Gather", ("axis", 2)), step: 1, tolerance: 1e-3, mixesImages: true);
    }

    /// <summary>Indices that the rule cannot know while it builds the graph, because they pass through the pixels of all images.</summary>
    private static SmallModel WithIndices(long[] indices, string operatorType, params (string Name, object Value)[] attributes) =>
        ExtraRulesCheck.Image(2, 4, 4)
            .Initializer("known", indices, indices.Length)
            .Initializer("zero", [0f], 1)
            .Initializer("corner", [0], 1)
            .Initializer("corner_end", [1], 1)
            .Node("Mul", "none", ["image", "zero"], "zeros")
            .Node("ReduceMax", "max", ["zeros"], "max_zeros", ExtraRulesCheck.Attributes(("keepdims", 0)))
            .Node("Cast", "cast", ["max_zeros"], "zero_index", ExtraRulesCheck.Attributes(("to", (int)DataType.Int64)))
            .Node("Add", "add", ["known", "zero_index"], "indices")
            .Node(operatorType, "op", ["image", "indices"], "y", ExtraRulesCheck.Attributes(attributes));
}
