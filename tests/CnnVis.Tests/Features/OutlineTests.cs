using CnnVis.Onnx;
using CnnVis.Tests.Support;
using CsCheck;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Features;

public class OutlineTests
{
    private const int Channels = 4;

    [Theory]
    [MemberData(nameof(ReferenceCase.Names), MemberType = typeof(ReferenceCase))]
    public void Outline_OfReferenceNetworks_UnfoldsToTheNetwork(string name)
    {
        using CnnModel model = new ReferenceCase(name).Load();

        UnfoldsToTheNetwork(model);
    }

    [Fact]
    public void Outline_OfRandomNetworks_UnfoldsToTheNetwork() => Gen.Int[0, 999].Array[2, 9].Sample(
        blocks =>
        {
            using CnnModel model = RandomBlocks(blocks);
            UnfoldsToTheNetwork(model);
        },
        iter: 60,
        threads: 1);

    [Fact]
    public void Outline_OfThreeResidualBlocks_IsOneWithACount()
    {
        using CnnModel model = Blocks((Repeat(Residual), 3));

        NetworkOutline outline = model.Outline();

        OutlinePart repeated = Assert.Single(outline.Parts, part => part.Kind == OutlinePartKind.Repeated);
        Assert.Equal(3, repeated.Repeats);
        Assert.False(repeated.IsDense);
        Assert.Equal(["Conv 3×3 · Relu", "Conv 3×3", "Add · Relu"], repeated.Parts.Select(part => part.ToString()));
        Assert.Equal([OutlinePart.Entry, 1], repeated.Parts[2].Sources);
        Assert.Equal(2, repeated.Exit);
        Assert.Equal(15, repeated.Layers.Count);
    }

    [Fact]
    public void Outline_OfADenseBlock_SaysThatEachReadsAllBefore()
    {
        using CnnModel model = Blocks((Dense, 5));

        OutlinePart repeated = Assert.Single(model.Outline().Parts, part => part.Kind == OutlinePartKind.Repeated);

        Assert.True(repeated.IsDense);
        Assert.Equal(5, repeated.Repeats);
        Assert.Equal("4…20×8×8", repeated.Parts[0].Shape);
        Assert.Equal("4×8×8", repeated.Shape);
    }

    [Fact]
    public void Outline_WithoutFolding_HasEveryBlock()
    {
        using CnnModel model = Blocks((Repeat(Residual), 3));

        NetworkOutline outline = model.Outline(new() { FoldRepeats = false });

        Assert.Equal(3, outline.Parts.Count(part => part.Title == "Add"));
        Assert.DoesNotContain(outline.Parts, part => part.Kind == OutlinePartKind.Repeated);
    }

    /// <summary>A block whose inside is read from afar cannot be folded: the connection would have no end.</summary>
    [Fact]
    public void Outline_OfBlocksThatAreReadFromAfar_KeepsThemApart()
    {
        SmallModel model = Start();
        string first = Residual(model, "first", "start");
        string second = Residual(model, "second", first);
        string third = Residual(model, "third", second);
        model.Node("Add", "far", [third, "first/relu"], "far");

        using CnnModel loaded = End(model, "far");

        Assert.Equal(2, Assert.Single(loaded.Outline().Parts, part => part.Kind == OutlinePartKind.Repeated).Repeats);
        UnfoldsToTheNetwork(loaded);
    }

    [Theory]
    [InlineData("vit", "LayerNormalization")]
    [InlineData("vit", "Gelu")]
    [InlineData("convnext", "LayerNormalization")]
    [InlineData("inception", "Swish")]
    [InlineData("unet", "GroupNormalization")]
    public void Outline_NamesWhatExportersTakeApart(string network, string function)
    {
        using CnnModel model = new ReferenceCase(network).Load();

        Assert.Contains(function, model.Outline().ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inception", "Conv 3×3, dilation 2, 4 groups · PRelu")]
    [InlineData("inception", "Conv 1×7 · Tanh")]
    [InlineData("mobilenet", "depthwise")]
    [InlineData("unet", "ConvTranspose 2×2, stride 2")]
    [InlineData("unet", "Resize ×2")]
    public void Outline_SaysWhatSetsALayerApart(string network, string words)
    {
        using CnnModel model = new ReferenceCase(network).Load();

        Assert.Contains(words, model.Outline().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Outline_OfASmallNetwork_ReadsFromTopToBottom()
    {
        using CnnModel model = SmallNetwork.Create().Load(new() { Name = "small" });

        Assert.Equal(["small", "  image  3×6×8", "  Conv 3×3 · Relu  4×6×8"], model.Outline().ToString().Split(Environment.NewLine)[..3]);
    }

    private static void UnfoldsToTheNetwork(CnnModel model)
    {
        IReadOnlyList<OutlinePart> plain = model.Outline(new() { FoldRepeats = false }).Parts;
        var unfolded = new List<(OutlinePart Part, int[] Sources)>();
        IReadOnlyList<OutlinePart> folded = model.Outline().Parts;
        Unfold(folded, [], unfolded);

        Assert.Equal(plain.Select(part => part.ToString()), unfolded.Select(part => part.Part.ToString()));
        Assert.Equal(plain.Select(part => string.Join(' ', part.Sources)), unfolded.Select(part => string.Join(' ', part.Sources)));
        Assert.Equal(plain.SelectMany(part => part.Layers), folded.SelectMany(part => part.Layers));
        Assert.All(plain, part => Assert.All(part.Sources, source => Assert.InRange(source, 0, plain.Count - 1)));
    }

    /// <summary>The naive twin of folding: every repetition written out. Returns for each part where what it hands on is in the list.</summary>
    private static List<int[]> Unfold(IReadOnlyList<OutlinePart> parts, int[] entry, List<(OutlinePart Part, int[] Sources)> unfolded)
    {
        var places = new List<int[]>();
        foreach (OutlinePart part in parts)
        {
            int[] sources = [.. part.Sources.SelectMany(source => source == OutlinePart.Entry ? entry : places[source]).Distinct().Order()];
            if (part.Kind != OutlinePartKind.Repeated)
            {
                places.Add([unfolded.Count]);
                unfolded.Add((part, sources));
                continue;
            }

            var exits = new List<int>();
            for (int repeat = 0; repeat < part.Repeats; repeat++)
            {
                int[] read = part.IsDense ? [.. sources, .. exits] : repeat == 0 ? sources : [exits[^1]];
                exits.Add(Assert.Single(Unfold(part.Parts, read, unfolded)[part.Exit]));
            }

            places.Add(part.IsDense ? [.. exits] : [exits[^1]]);
        }

        return places;
    }

    private static CnnModel RandomBlocks(int[] numbers)
    {
        Func<SmallModel, string, string, int, string>[] kinds = [Repeat(Residual), Repeat(Plain), Repeat(Branches), Dense];
        return Blocks([.. numbers.Select(number => (kinds[number % kinds.Length], 1 + (number / 10 % 5)))]);
    }

    /// <summary>Blocks in a row: each adds itself, so often, behind a tensor and says where it ends.</summary>
    private static CnnModel Blocks(params (Func<SmallModel, string, string, int, string> Block, int Repeats)[] blocks)
    {
        SmallModel model = Start();
        string tensor = "start";
        for (int i = 0; i < blocks.Length; i++)
        {
            tensor = blocks[i].Block(model, $"{i}", tensor, blocks[i].Repeats);
        }

        return End(model, tensor);
    }

    private static Func<SmallModel, string, string, int, string> Repeat(Func<SmallModel, string, string, string> block) => (model, name, input, repeats) =>
        Enumerable.Range(0, repeats).Aggregate(input, (tensor, repeat) => block(model, $"{name}.{repeat}", tensor));

    private static SmallModel Start() => Convolution(new SmallModel().Input("image", DataType.Float, null, 3, 8, 8), "start", "image", 3, 3);

    private static CnnModel End(SmallModel model, string tensor) => model
        .Node("GlobalAveragePool", "pool", [tensor], "pooled")
        .Node("Flatten", "flatten", ["pooled"], "logits")
        .Output("logits", DataType.Float, null, Channels)
        .Load();

    private static string Plain(SmallModel model, string name, string input)
    {
        Convolution(model, $"{name}/conv", input, Channels, 1).Node("Relu", $"{name}/relu", [$"{name}/conv"], $"{name}/relu");
        return $"{name}/relu";
    }

    private static string Residual(SmallModel model, string name, string input)
    {
        Convolution(model, $"{name}/a", input, Channels, 3).Node("Relu", $"{name}/relu", [$"{name}/a"], $"{name}/relu");
        Convolution(model, $"{name}/b", $"{name}/relu", Channels, 3)
            .Node("Add", $"{name}/add", [$"{name}/b", input], $"{name}/add")
            .Node("Relu", $"{name}/out", [$"{name}/add"], $"{name}/out");
        return $"{name}/out";
    }

    private static string Branches(SmallModel model, string name, string input)
    {
        Convolution(model, $"{name}/a", input, Channels, 3);
        Convolution(model, $"{name}/b", input, Channels, 1).Node("Relu", $"{name}/relu", [$"{name}/b"], $"{name}/relu")
            .Node("Mul", $"{name}/mul", [$"{name}/a", $"{name}/relu"], $"{name}/mul");
        return $"{name}/mul";
    }

    private static string Dense(SmallModel model, string name, string input, int repeats)
    {
        var read = new List<string> { input };
        for (int i = 0; i < repeats; i++)
        {
            model.Node("Concat", $"{name}/{i}/concat", [.. read], $"{name}/{i}/concat", GraphEdits.IntAttribute("axis", 1));
            Convolution(model, $"{name}/{i}/conv", $"{name}/{i}/concat", Channels * read.Count, 3);
            read.Add($"{name}/{i}/conv");
        }

        model.Node("Concat", $"{name}/all", [.. read], $"{name}/all", GraphEdits.IntAttribute("axis", 1));
        Convolution(model, $"{name}/transition", $"{name}/all", Channels * read.Count, 1);
        return $"{name}/transition";
    }

    private static SmallModel Convolution(SmallModel model, string name, string input, int from, int kernel) => model
        .Initializer($"{name}/w", Numbers.Seeded(Channels * from * kernel * kernel, 7), Channels, from, kernel, kernel)
        .Node("Conv", name, [input, $"{name}/w"], name, GraphEdits.IntsAttribute("pads", [kernel / 2, kernel / 2, kernel / 2, kernel / 2]));
}
