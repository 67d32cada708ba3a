using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Differentiation;

public class SequenceExpansionTests
{
    [Theory]
    [InlineData(11)]
    [InlineData(18)]
    public void Chunks_OfOneSize_AreTensors(int opset) => ExtraRulesCheck.Agrees(
        Started(opset)
            .Initializer("size", [2], [])
            .Node("SplitToSequence", "split", ["x", "size"], "chunks", ExtraRulesCheck.Attributes(("axis", 1)))
            .Node("SequenceAt", "at_first", ["chunks", "first"], "a")
            .Node("SequenceAt", "at_last", ["chunks", "last"], "b")
            .Node("Concat", "op", ["b", "a"], "y", ExtraRulesCheck.Attributes(("axis", 1))),
        step: 1,
        tolerance: 1e-5);

    [Fact]
    public void Chunks_OfGivenSizes_AreJoinedAgain() => ExtraRulesCheck.Agrees(
        Started(18)
            .Initializer("sizes", [1, 3, 1], 3)
            .Node("SplitToSequence", "split", ["x", "sizes"], "chunks", ExtraRulesCheck.Attributes(("axis", -3)))
            .Node("SequenceErase", "erase", ["chunks", "first"], "fewer")
            .Node("SequenceInsert", "insert", ["fewer", "x"], "more")
            .Node("ConcatFromSequence", "op", ["more"], "y", ExtraRulesCheck.Attributes(("axis", 1))),
        step: 1,
        tolerance: 1e-5);

    [Theory]
    [InlineData(11)]
    [InlineData(18)]
    public void Unbound_AndStackedAgain_AreTensors(int opset) => ExtraRulesCheck.Agrees(
        Started(opset)
            .Node("SplitToSequence", "split", ["x"], "chunks", ExtraRulesCheck.Attributes(("axis", 1), ("keepdims", 0)))
            .Node("SequenceAt", "at_first", ["chunks", "first"], "a")
            .Node("SequenceAt", "at_last", ["chunks", "last"], "b")
            .Node("Mul", "mul", ["a", "half"], "c")
            .Node("SequenceConstruct", "construct", ["c", "b"], "pair")
            .Node("ConcatFromSequence", "op", ["pair"], "y", ExtraRulesCheck.Attributes(("axis", 1), ("new_axis", 1))),
        step: 1,
        tolerance: 1e-5);

    [Fact]
    public void Length_IsKnown() => ExtraRulesCheck.Agrees(
        Started(18)
            .Initializer("size", [2], [])
            .Node("SplitToSequence", "split", ["x", "size"], "chunks", ExtraRulesCheck.Attributes(("axis", 1)))
            .Node("SequenceLength", "length", ["chunks"], "count")
            .Node("CastLike", "cast", ["count", "half"], "float_count")
            .Node("Mul", "op", ["x", "float_count"], "y"),
        step: 1,
        tolerance: 1e-5);

    [Fact]
    public void Chunks_OfImages_AreRefused()
    {
        SmallModel model = Started(18)
            .Node("SplitToSequence", "split", ["x"], "images", ExtraRulesCheck.Attributes(("axis", 0)))
            .Node("ConcatFromSequence", "join", ["images"], "y", ExtraRulesCheck.Attributes(("axis", 0)));

        Assert.Contains("ConcatFromSequence", ExtraRulesCheck.Refused(model).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ModelWithChunks_IsExplained()
    {
        SmallModel chunks = Started(18)
            .Initializer("size", [2], [])
            .Node("SplitToSequence", "split", ["x", "size"], "chunks", ExtraRulesCheck.Attributes(("axis", 1)))
            .Node("SequenceAt", "at_first", ["chunks", "first"], "a")
            .Node("ReduceMean", "mean", ["a"], "scores", ExtraRulesCheck.Attributes(("keepdims", 0)))
            .With(proto => proto.Graph.Node[^1].Input.Add("places"))
            .Initializer("places", [2, 3], 2)
            .Output("scores", DataType.Float, null, 2);
        using CnnModel model = chunks.Load();
        float[] gradient = model.Explain(new ImageTensor(new float[30], model.ImageInput.Shape)).For(Target.Class(1)).Gradient().Map.Elements.ToArray();

        Assert.Equal([.. Enumerable.Range(0, 30).Select(i => i is >= 6 and < 12 ? 0.5f / 6 : 0)], gradient);
    }

    private static SmallModel Started(int opset) => ExtraRulesCheck.Image(5, 2, 3, opset)
        .Initializer("half", [0.5f], 1)
        .Initializer("first", [0], [])
        .Initializer("last", [-1], [])
        .Node("Mul", "start", ["image", "half"], "x");
}
