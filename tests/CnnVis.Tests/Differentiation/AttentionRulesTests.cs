using CnnVis.Onnx;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Differentiation;

public class AttentionRulesTests
{
    private const double Smooth = 2e-3;

    // 3 queries and 5 keys of size 4, values of size 2; 4 heads ask 2.
    private const int Queries = 4 * 3 * 4;
    private const int Keys = 2 * 5 * 4;
    private const int Values = 2 * 5 * 2;

    public static TheoryData<bool, string> Parts => new() { { false, "q" }, { false, "k" }, { false, "v" }, { true, "q" }, { true, "k" }, { true, "v" } };

    [Theory]
    [MemberData(nameof(Parts))]
    public void Attention_OfSharedKeys_HasItsSlope(bool isPacked, string part) =>
        ExtraRulesCheck.Agrees(Attention(isPacked, mask: ""), step: 3e-2f, Smooth, moved: Within(part));

    [Theory]
    [MemberData(nameof(Parts))]
    public void Attention_CausalCappedAndMasked_HasItsSlope(bool isPacked, string part) => ExtraRulesCheck.Agrees(
        Attention(isPacked, "added", ("is_causal", 1), ("softcap", 0.8f), ("scale", 1.3f)), step: 1e-2f, Smooth, moved: Within(part));

    [Theory]
    [InlineData("q")]
    [InlineData("v")]
    public void Attention_WithMaskOfEachHead_HasItsSlope(string part) =>
        ExtraRulesCheck.Agrees(Attention(isPacked: false, "heads"), step: 2e-2f, Smooth, moved: Within(part));

    [Fact]
    public void Attention_WithBooleanMask_HasItsSlope() => ExtraRulesCheck.Agrees(
        Attention(isPacked: true, "kept").With(model => model.Graph.Initializer.Add(TensorData.Of(
            "kept", [true, false, true, true, false, false, true, true, false, true, true, true, true, true, true], [3, 5]))),
        step: 2e-2f,
        Smooth);

    [Fact]
    public void Attention_WithPastKeys_IsRefused()
    {
        SmallModel model = ExtraRulesCheck.Image(2, 3, 4, opset: 23);
        NodeProto node = GraphEdits.NewNode("Attention", "op", ["image", "image", "image", "", "image", "image"], "y");
        node.Output.Add(["present_key", "present_value"]);
        Assert.Contains("past keys", ExtraRulesCheck.Refused(model.With(proto => proto.Graph.Node.Add(node))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    public void RotaryEmbedding_IsLinear(int interleaved, int rotaryEmbeddingDim)
    {
        int half = (rotaryEmbeddingDim > 0 ? rotaryEmbeddingDim : 8) / 2;
        SmallModel model = ExtraRulesCheck.Image(2, 3, 8, opset: 23);
        AddCaches(model, places: 10, half);
        AddPositions(model, [4, 7, 1]);
        ExtraRulesCheck.Agrees(
            model.Node("RotaryEmbedding", "op", ["image", "cosines", "sines", "positions"], "y", ExtraRulesCheck.Attributes(
                ("interleaved", interleaved), ("rotary_embedding_dim", rotaryEmbeddingDim), ("num_heads", 2))),
            step: 1,
            tolerance: 2e-5);
    }

    [Fact]
    public void RotaryEmbedding_OfPackedHeads_IsLinear()
    {
        SmallModel model = ExtraRulesCheck.Image(1, 3, 16, opset: 23)
            .Initializer("packed", [0, 3, 16], 3)
            .Node("Reshape", "reshape", ["image", "packed"], "x");
        AddCaches(model, places: 10, half: 4);
        AddPositions(model, [2, 0, 9]);
        ExtraRulesCheck.Agrees(
            model.Node("RotaryEmbedding", "op", ["x", "cosines", "sines", "positions"], "y", ExtraRulesCheck.Attributes(("num_heads", 2))),
            step: 1,
            tolerance: 2e-5);
    }

    private static SmallModel Attention(bool isPacked, string mask, params (string Name, object Value)[] attributes)
    {
        SmallModel model = ExtraRulesCheck.Image(1, 1, Queries + Keys + Values, opset: 23)
            .Initializer("flat", [0, -1], 2)
            .Initializer("sizes", [Queries, Keys, Values], 3)
            .Initializer("q_shape", (long[])(isPacked ? [0, 3, 16] : [0, 4, 3, 4]), isPacked ? 3 : 4)
            .Initializer("k_shape", (long[])(isPacked ? [0, 5, 8] : [0, 2, 5, 4]), isPacked ? 3 : 4)
            .Initializer("v_shape", (long[])(isPacked ? [0, 5, 4] : [0, 2, 5, 2]), isPacked ? 3 : 4)
            .Initializer("added", Numbers.Seeded(15, 5), 3, 5)
            .Initializer("heads", Numbers.Seeded(60, 6), 1, 4, 3, 5)
            .Node("Reshape", "flatten", ["image", "flat"], "all");
        NodeProto split = GraphEdits.NewNode("Split", "split", ["all", "sizes"], "q_flat", GraphEdits.IntAttribute("axis", 1));
        split.Output.Add(["k_flat", "v_flat"]);
        model.With(proto => proto.Graph.Node.Add(split));
        foreach (string part in (string[])["q", "k", "v"])
        {
            model.Node("Reshape", $"reshape_{part}", [$"{part}_flat", $"{part}_shape"], part);
        }

        (string, object)[] heads = isPacked ? [("q_num_heads", 4), ("kv_num_heads", 2)] : [];
        return model.Node("Attention", "op", ["q", "k", "v", mask], "y", ExtraRulesCheck.Attributes([.. heads, .. attributes]));
    }

    private static Func<int, bool> Within(string part) => part switch
    {
        "q" => i => i < Queries,
        "k" => i => i is >= Queries and < Queries + Keys,
        _ => i => i >= Queries + Keys,
    };

    private static void AddCaches(SmallModel model, int places, int half)
    {
        float[] angles = Numbers.Seeded(places * half, seed: 1);
        model.Initializer("cosines", [.. angles.Select(MathF.Cos)], places, half).Initializer("sines", [.. angles.Select(MathF.Sin)], places, half);
    }

    /// <summary>The same positions for every image.</summary>
    private static void AddPositions(SmallModel model, long[] positions) => model
        .Initializer("positions_of_one", positions, 1, positions.Length)
        .Initializer("first", [0], 1)
        .Initializer("once", [1], 1)
        .Node("Shape", "shape", ["image"], "shape_of_image")
        .Node("Gather", "count", ["shape_of_image", "first"], "images")
        .Node("Concat", "repeats", ["images", "once"], "repeats_of_positions", ExtraRulesCheck.Attributes(("axis", 0)))
        .Node("Tile", "tile", ["positions_of_one", "repeats_of_positions"], "positions");
}
