using CnnVis.Methods;
using CnnVis.Onnx;
using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Methods.Gradients;

public class FullGradTests
{
    /// <summary>Networks of convolutions, ReLUs, pooling, and batch normalisation, folded or not.</summary>
    [Theory]
    [InlineData("vgg")]
    [InlineData("vgg-bn")]
    [InlineData("resnet")]
    [InlineData("densenet")]
    public void Terms_OfNetworksOfRelus_AddUpToTheScore(string name)
    {
        var reference = new ReferenceCase(name);
        using CnnModel model = reference.Load();
        for (int image = 0; image < reference.Input.Count; image++)
        {
            (FullGradTerm[] terms, float score) = Terms(model.Explain(reference.Input.Slice(image)).For(reference.TargetOf(image)));

            double size = terms.Sum(term => Math.Abs(term.Sum));
            Assert.Equal(score, terms.Sum(term => term.Sum), 1e-5 * size);
        }
    }

    [Fact]
    public void Terms_OfConstantsInAnyPlace_AddUpToTheScore()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 3, 3, 4)
            .Initializer("row", Numbers.Seeded(4, 1), 4)
            .Initializer("channel", Numbers.Seeded(3, 2), 3, 1, 1)
            .Initializer("weights", Numbers.Seeded(108, 3), 36, 3)
            .Initializer("bias", Numbers.Seeded(3, 4), 3)
            .Initializer("shift", [0.7f])
            .Node("Add", "rows", ["row", "image"], "a")
            .Node("Sub", "channels", ["channel", "a"], "b")
            .Node("Relu", "relu", ["b"], "c")
            .Node("Sub", "shifted", ["c", "shift"], "d")
            .Node("Flatten", "flatten", ["d"], "flat")
            .Node("Gemm", "gemm", ["flat", "weights", "bias"], "e", new AttributeProto { Name = "beta", F = 0.5f, Type = AttributeProto.Types.AttributeType.Float })
            .Node("Relu", "relu2", ["e"], "logits")
            .Output("logits", DataType.Float, null, 3)
            .Load();
        var image = new ImageTensor(Numbers.Seeded(36, 9), new ImageShape(3, 3, 4, TensorLayout.Nchw));

        (FullGradTerm[] terms, float score) = Terms(model.Explain(image).For(Target.Top));

        Assert.Equal(5, terms.Length);
        Assert.True(score > 0);
        Assert.Equal(score, terms.Sum(term => term.Sum), 1e-5);
    }

    // a = 2 x + 1 = ((3, -1), (5, 1)), f = sum of relu(a) = 9: |x g| = ((2, 0), (4, 0)) and |b g| = ((1, 0), (1, 1)), each from 0 to 1.
    [Fact]
    public void FullGrad_OfATinyNetwork_IsTheHandWorkedMap()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 1, 2, 2)
            .Initializer("kernel", [2f], 1, 1, 1, 1)
            .Initializer("bias", [1f], 1)
            .Node("Conv", "conv", ["image", "kernel", "bias"], "a")
            .Node("Relu", "relu", ["a"], "r")
            .Node("ReduceSum", "sum", ["r"], "logits", GraphEdits.IntAttribute("keepdims", 1))
            .With(proto => proto.Graph.Node[^1].Input.Add("axes"))
            .Initializer("axes", [1L, 2, 3], 3)
            .Output("logits", DataType.Float, null, 1, 1, 1)
            .Load();
        var image = new ImageTensor([1f, -1, 2, 0], new ImageShape(1, 2, 2, TensorLayout.Nchw));

        Explanation explanation = model.Explain(image).For(Target.WeightedSum("sum", [1])).FullGrad();

        Agreement.Within(1e-6, new float[] { 1.5f, 0, 2, 1 }, explanation.Map.Values, "map");
        Assert.False(explanation.Map.IsSigned);
        Assert.Contains(
            "Image and biases add up to 9 of the score 9: a gap of 0 (0.00 %).", explanation.Notes);
    }

    [Fact]
    public void FullGrad_OfOtherActivations_SaysWhatIsMissing()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 1, 1, 2)
            .Node("Sigmoid", "sigmoid", ["image"], "s")
            .Node("Flatten", "flatten", ["s"], "logits")
            .Output("logits", DataType.Float, null, 2)
            .Load(new() { OutputKind = OutputKind.Logits });

        Explanation explanation = model.Explain(new ImageTensor([1f, 2], new ImageShape(1, 1, 2, TensorLayout.Nchw))).For(0).FullGrad();

        Assert.EndsWith(", which activations other than ReLU account for.", Assert.Single(explanation.Notes), StringComparison.Ordinal);
    }

    public static TheoryData<string> Batches => ["fixed to 1", "fixed to 2", "flattened to one image"];

    [Theory]
    [MemberData(nameof(Batches))]
    public void FullGrad_OfAFixedBatch_IsThatOfAFreeOne(string batch)
    {
        ImageTensor image = SmallNetwork.Images(1);
        using CnnModel free = SmallNetwork.Create().Load();
        using CnnModel other = (batch switch
        {
            "fixed to 1" => SmallNetwork.Create(batch: 1),
            "fixed to 2" => SmallNetwork.Create(batch: 2),
            _ => SmallNetwork.Create(flattensToOneImage: true),
        }).Load();

        Explanation expected = free.Explain(image).For(1).FullGrad();
        Explanation actual = other.Explain(image).For(1).FullGrad();

        Agreement.Within(1e-5, expected.Map.Values.ToArray(), actual.Map.Values, "map");
        Assert.Equal(expected.Notes[^1], actual.Notes[^1]);
    }

    // The bias decides which places are looked at, but the score does not change with it.
    [Fact]
    public void FullGrad_OfABiasBehindIndices_LeavesItOut()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 1, 2, 2)
            .Initializer("kernel", [2f], 1, 1, 1, 1)
            .Initializer("bias", [1f], 1)
            .Initializer("two", [2L], 1)
            .Initializer("one", [1f], 1)
            .Node("Conv", "conv", ["image", "kernel", "bias"], "a")
            .Node("TopK", "top", ["a", "two"], "largest", GraphEdits.IntAttribute("axis", 3))
            .With(proto => proto.Graph.Node[^1].Output.Add("places"))
            .Node("Add", "plus", ["image", "one"], "b")
            .Node("GatherElements", "gather", ["b", "places"], "c", GraphEdits.IntAttribute("axis", 3))
            .Node("ReduceMean", "mean", ["c"], "logits", GraphEdits.IntsAttribute("axes", [1, 2, 3]), GraphEdits.IntAttribute("keepdims", 1))
            .Output("logits", DataType.Float, null, 1, 1, 1)
            .Load();
        var image = new ImageTensor([1f, -1, 2, 0], new ImageShape(1, 2, 2, TensorLayout.Nchw));

        (FullGradTerm[] terms, float score) = Terms(model.Explain(image).For(Target.WeightedSum("mean", [1])));

        Assert.Equal(2, terms.Length);
        Assert.Equal(score, terms.Sum(term => term.Sum), 1e-6);
    }

    [Fact]
    public void FullGrad_OfAnImageWithChannelsLast_IsThatOfChannelsFirst()
    {
        ImageTensor image = SmallNetwork.Images(1);
        using CnnModel first = SmallNetwork.Create().Load();
        using CnnModel last = SmallNetwork.ChannelsLast().Load();

        Agreement.Within(
            1e-5,
            first.Explain(image).FullGrad().Map.Values.ToArray(),
            last.Explain(SmallNetwork.ChannelsLast(image)).FullGrad().Map.Values,
            "channels last");
    }

    private static (FullGradTerm[] Terms, float Score) Terms(Explainer explainer)
    {
        FullGradTerm[] terms = [];
        Explanation explanation = explainer.Run("terms", new { }, context =>
        {
            terms = FullGradMethod.Terms(context)[0];
            return [new Heatmap([0], 1, 1, MapScaling.Symmetric)];
        });
        return (terms, explanation.Target.Score);
    }
}
