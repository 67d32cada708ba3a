using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Features;

public class FeatureMapOrderTests
{
    /// <summary>Four channels of a picture of 1 x 2 grey pixels (1, 3): itself, minus itself (off behind the ReLU), three times itself (cut off at 6), and a constant.</summary>
    private static SmallModel Network() => new SmallModel()
        .Input("image", DataType.Float, null, 1, 1, 2)
        .Initializer("kernel", [1f, -1, 3, 0], 4, 1, 1, 1)
        .Initializer("bias", [0f, 0, 3, 2], 4)
        .Initializer("low", [0f])
        .Initializer("high", [6f])
        .Node("Conv", "conv", ["image", "kernel", "bias"], "convolved")
        .Node("Clip", "relu6", ["convolved", "low", "high"], "clipped")
        .Output("clipped", DataType.Float, null, null, null, null);

    private static FeatureMaps Maps(string layer)
    {
        CnnModel model = Network().Load(new() { OutputForm = OutputForm.Raw });
        return model.Layers[layer].FeatureMaps(new ImageTensor([1f, 3], new ImageShape(1, 1, 2, TensorLayout.Nchw)));
    }

    [Fact]
    public void Activity_IsThatOfEachChannel()
    {
        FeatureMaps maps = Maps("relu6");

        Assert.Equal(new ChannelActivity(0, Min: 1, Max: 3, Mean: 2, MeanMagnitude: 2, StandardDeviation: 1, SaturatedShare: 0), maps.Activity[0]);
        Assert.Equal([false, true, false, true], maps.Activity.Select(channel => channel.IsDead));
        Assert.Equal([false, false, true, false], maps.Activity.Select(channel => channel.IsSaturated));
        Assert.Equal(1, maps.Activity[2].SaturatedShare);
    }

    /// <summary>Before the activation nothing is cut off: minus the image is as alive as the image.</summary>
    [Fact]
    public void Activity_BeforeTheActivation_IsNotDead() =>
        Assert.Equal([false, false, false, true], Maps("conv").Activity.Select(channel => channel.IsDead));

    [Theory]
    [InlineData(FeatureMapOrder.Channel, new[] { 0, 1, 2, 3 })]
    [InlineData(FeatureMapOrder.Strength, new[] { 2, 0, 1, 3 })]
    [InlineData(FeatureMapOrder.Variance, new[] { 2, 0, 1, 3 })]
    public void Order_SortsChannels(FeatureMapOrder order, int[] expected) => Assert.Equal(expected, Maps("conv").Order(order));

    [Fact]
    public void Order_Unknown_NamesTheOrders() =>
        Assert.Contains("Channel, Strength, Variance", Assert.Throws<ArgumentOutOfRangeException>(() => Maps("conv").Order((FeatureMapOrder)7)).Message, StringComparison.Ordinal);

    /// <summary>Several layers come out of one pass, each as it would alone.</summary>
    [Fact]
    public void FeatureMaps_OfSeveralLayers_AreThoseOfEachAlone()
    {
        var reference = new ReferenceCase("inception");
        using CnnModel model = reference.Load();
        ImageTensor image = reference.Input.Slice(0);
        Layer[] layers = [.. model.Layers.Where(layer => layer.Operator is "Conv" or "Concat").Take(5)];

        IReadOnlyList<FeatureMaps> together = model.FeatureMaps(image, layers);

        Assert.Equal(layers.Select(layer => layer.Name), together.Select(maps => maps.Layer));
        foreach (FeatureMaps maps in together)
        {
            FeatureMaps alone = model.Layers[maps.Layer].FeatureMaps(image);
            Agreement.Within(1e-6, alone[1].Values.ToArray(), maps[1].Values.ToArray(), maps.Layer);
        }
    }

    /// <summary>Tokens of a transformer lie on the picture's patches.</summary>
    [Fact]
    public void FeatureMaps_OfTokens_HaveRowsAndColumns()
    {
        var reference = new ReferenceCase("vit");
        using CnnModel model = reference.Load();

        FeatureMaps maps = model.FeatureMaps(reference.Input.Slice(0), "/b2/n1/Add_1_output_0")[0];

        Assert.Equal((8, 8), (maps.Height, maps.Width));
    }

    [Fact]
    public void FeatureMaps_LayerOfAnotherModel_IsRefused()
    {
        using CnnModel one = new ReferenceCase("vgg").Load();
        using CnnModel other = new ReferenceCase("vgg-bn").Load();

        ArgumentException exception = Assert.Throws<ArgumentException>(() => one.FeatureMaps(new ReferenceCase("vgg").Input.Slice(0), other.Layers[0]));

        Assert.Contains("belongs to another model", exception.Message, StringComparison.Ordinal);
    }
}
