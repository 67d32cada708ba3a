using CnnVis.Onnx;
using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Features;

public class SummaryTests
{
    private static ModelSummary Summary(SmallModel model)
    {
        using CnnModel loaded = model.Load(new() { OutputForm = OutputForm.Raw });
        return loaded.Summary();
    }

    /// <summary>Worked by hand: 4 channels of 6x8 from 3 by kernels of 3x3, and a dense layer of 48 numbers to 3.</summary>
    [Fact]
    public void Summary_OfASmallNetwork_IsWorkedByHand()
    {
        using CnnModel model = SmallNetwork.Create().Load();

        ModelSummary summary = model.Summary();

        LayerSummary convolution = summary.Layers.Single(layer => layer.Operator == "Conv");
        Assert.Equal(4 * 6 * 8 * 3 * 9, convolution.MultiplyAdds);
        Assert.Equal(4 * 6 * 8 * 4, convolution.OutputBytes);
        Assert.Equal(3, convolution.ReceptiveField!.Rows.Size);
        Assert.Equal(0, summary.Layers.Single(layer => layer.Operator == "Relu").MultiplyAdds);
        LayerSummary dense = summary.Layers.Single(layer => layer.Operator is "Gemm" or "MatMul");
        Assert.Equal(48 * 3, dense.MultiplyAdds);
        Assert.Equal(convolution.MultiplyAdds + dense.MultiplyAdds, summary.MultiplyAdds);
        Assert.Equal(model.Layers.Sum(layer => layer.ParameterCount), summary.Parameters);
        Assert.Equal(model.Layers.Select(layer => layer.Name), summary.Layers.Select(layer => layer.Name));
        Assert.Empty(summary.Notes);
    }

    [Fact]
    public void MultiplyAdds_OfGroupsAndTransposedConvolutions_CountWhatIsMultiplied()
    {
        ModelSummary summary = Summary(new SmallModel()
            .Input("image", DataType.Float, null, 3, 6, 8)
            .Initializer("depthwise", Numbers.Seeded(3 * 9, 1), 3, 1, 3, 3)
            .Initializer("up", Numbers.Seeded(3 * 2 * 4, 2), 3, 2, 2, 2)
            .Node("Conv", "conv", ["image", "depthwise"], "a", GraphEdits.IntAttribute("group", 3))
            .Node("ConvTranspose", "transposed", ["a", "up"], "y", GraphEdits.IntsAttribute("strides", [2, 2]))
            .Output("y", DataType.Float, null, null, null, null));

        Assert.Equal(3 * 4 * 6 * 9, summary.Layers[0].MultiplyAdds);
        Assert.Equal(3 * 4 * 6 * 2 * 4, summary.Layers[1].MultiplyAdds);
    }

    [Fact]
    public void MultiplyAdds_OfProductsOfActivations_AreCountedToo()
    {
        ModelSummary summary = Summary(new SmallModel()
            .Input("image", DataType.Float, null, 3, 5, 5)
            .Node("MatMul", "square", ["image", "image"], "y")
            .Output("y", DataType.Float, null, null, null, null));

        Assert.Equal(3 * 5 * 5 * 5, summary.MultiplyAdds);
    }

    /// <summary>A layer that is used twice works twice, and its weights count twice: through Identity, as PyTorch's exporter shares equal tensors.</summary>
    [Fact]
    public void Parameters_OfSharedWeights_CountPerUse()
    {
        ModelSummary summary = Summary(new SmallModel()
            .Input("image", DataType.Float, null, 3, 6, 8)
            .Initializer("kernel", Numbers.Seeded(3 * 3 * 9, 1), 3, 3, 3, 3)
            .Node("Identity", "same", ["kernel"], "again")
            .Node("Conv", "one", ["image", "kernel"], "a", GraphEdits.IntsAttribute("pads", [1, 1, 1, 1]))
            .Node("Conv", "two", ["a", "again"], "y", GraphEdits.IntsAttribute("pads", [1, 1, 1, 1]))
            .Output("y", DataType.Float, null, null, null, null));

        Assert.Equal(2 * 81, summary.Parameters);
        Assert.Equal(2 * 48 * 81, summary.MultiplyAdds);
    }

    /// <summary>The published counts of the paper's networks, at the size that they were trained for.</summary>
    [SharedTheory]
    [InlineData("mobilenetv2_1.0_224_nchw_logits1000.onnx", 0.295, 0.31)]
    public void MultiplyAdds_OfTrainedModels_AreThePublishedOnes(string file, double least, double most)
    {
        using CnnModel model = CnnModel.Load(SharedFiles.Model(file));

        ModelSummary summary = model.Summary();

        Assert.InRange(summary.MultiplyAdds / 1e9, least, most);
        Assert.Contains("3.49 M", summary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_HasALineForEachLayerAndTheTotals()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        ModelSummary summary = model.Summary();

        string[] lines = summary.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(summary.Layers.Count + 3, lines.Length);
        Assert.StartsWith("layer", lines[1], StringComparison.Ordinal);
        Assert.Contains($"{summary.Layers.Count} layers", lines[^1], StringComparison.Ordinal);
    }
}
