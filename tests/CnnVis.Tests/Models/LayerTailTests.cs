using CnnVis.Models;
using CnnVis.Onnx;
using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Models;

public class LayerTailTests
{
    /// <summary>The tail alone says what the whole network says when the channel is multiplied by zero inside it.</summary>
    [Theory]
    [InlineData("resnet", "/layer1/relu2/Relu_output_0", 1)]
    [InlineData("resnet", "/layer2/relu1/Relu_output_0", 8)]
    [InlineData("densenet", "/n2/n2.2/Conv_output_0", 3)]
    [InlineData("mobilenet", "/b2/depth/depth.1/Clip_output_0", 8)]
    [InlineData("inception", "/a/a.1/Elu_output_0", 8)]
    [InlineData("unet", "/d3/d3.1/Relu_output_0", 8)]
    [InlineData("convnext", "/b1/dw/Conv_output_0", 4)]
    [InlineData("keras-mnist", "/relu1/Relu_output_0", 4)]
    public void Score_OfAChannelSetToZero_IsThatOfTheWholeNetwork(string name, string tensor, int batch)
    {
        var reference = new ReferenceCase(name);
        ImageTensor image = reference.Input.Slice(1);
        byte[] bytes = File.ReadAllBytes(Path.Combine(RepositoryFolder.References, name, "model.onnx"));
        using CnnModel model = CnnModel.Load(bytes, new() { Execution = new() { BatchSize = batch } });
        FeatureGrid grid = new FeatureGrids(model).Of(tensor)!;
        int[] channels = [.. Enumerable.Range(0, 5)];

        float[][] tail = LayerTails.Of(model).Use(model.Layers[tensor], image, tail => Ablated(tail, grid, channels), CancellationToken.None);

        foreach ((int channel, float[] scores) in channels.Zip(tail))
        {
            using CnnModel edited = CnnModel.Load(WithoutChannel(bytes, tensor, grid, channel));
            Agreement.Within(1e-5, Logits(edited, image), scores, $"without channel {channel}");
        }
    }

    [Fact]
    public void Use_FixedBatchAndHalfPrecision_Works()
    {
        using CnnModel pairs = SmallNetwork.Create(batch: 2).Load();
        using CnnModel one = SmallNetwork.Create(flattensToOneImage: true).Load();
        using CnnModel any = SmallNetwork.Create().Load();

        Assert.All(new[] { pairs, one, any }, model => LayerTails.Of(model).Use(
            model.Layers["relu"],
            SmallNetwork.Images(1),
            tail =>
            {
                Agreement.Within(1e-5, Logits(any, SmallNetwork.Images(1)), tail.Score(1).Logits[0], "unchanged");
                return tail.Capacity;
            },
            CancellationToken.None));
    }

    [SharedFact]
    public void Score_OfAHalfPrecisionNetwork_IsItsOwn()
    {
        using CnnModel model = CnnModel.Load(SharedFiles.Model("squeezenet_winml_fp16_op7.onnx"));
        var image = new ImageTensor(Numbers.Seeded(model.ImageInput.Shape.ElementCount, 3), model.ImageInput.Shape);

        float[] tail = LayerTails.Of(model).Use(model.Layers["fire9/concat_1"], image, tail => tail.Score(1).Logits[0].ToArray(), CancellationToken.None);

        Agreement.Within(1e-3, Logits(model, image), tail, "logits");
    }

    [Fact]
    public void Use_OfADisposedModel_Throws()
    {
        CnnModel model = SmallNetwork.Create().Load();
        Layer layer = model.Layers["relu"];
        model.Dispose();

        Assert.Throws<ObjectDisposedException>(() => LayerTails.Of(model).Use(layer, SmallNetwork.Images(1), tail => 0, CancellationToken.None));
    }

    /// <summary>A second way around the layer, and one that ends before the scores.</summary>
    [Fact]
    public void Score_WhereTheOutputDoesNotReadTheLayer_StaysTheSame()
    {
        using CnnModel model = SmallNetwork.Create().Node("Sigmoid", "aside", ["activation"], "unread").Load();

        float[][] scores = LayerTails.Of(model).Use(
            model.Layers["aside"],
            SmallNetwork.Images(1),
            tail => Ablated(tail, FeatureGrid.ChannelsFirst(4, 6, 8), [0, 1]),
            CancellationToken.None);

        Assert.Equal(scores[0], scores[1]);
    }

    private static float[][] Ablated(LayerTail tail, FeatureGrid grid, int[] channels)
    {
        var scores = new List<float[]>();
        for (int first = 0; first < channels.Length; first += tail.Capacity)
        {
            int count = Math.Min(tail.Capacity, channels.Length - first);
            for (int i = 0; i < count; i++)
            {
                tail.Unchanged.CopyTo(tail[i]);
                grid.Clear(tail[i], channels[first + i]);
            }

            ScorePass pass = tail.Score(count);
            scores.AddRange(Enumerable.Range(0, count).Select(i => pass.Logits[i].ToArray()));
        }

        return [.. scores];
    }

    private static byte[] WithoutChannel(byte[] bytes, string tensor, FeatureGrid grid, int channel)
    {
        ModelProto proto = ModelProto.Parser.ParseFrom(bytes);
        var mask = new TensorProto { Name = "mask", DataType = (int)DataType.Float };
        mask.Dims.Add([1, grid.Channels, 1, 1]);
        mask.FloatData.Add(Enumerable.Range(0, grid.Channels).Select(k => k == channel ? 0f : 1));
        proto.Graph.Initializer.Add(mask);
        foreach (NodeProto node in proto.Graph.Node)
        {
            for (int i = 0; i < node.Input.Count; i++)
            {
                node.Input[i] = node.Input[i] == tensor ? "masked" : node.Input[i];
            }
        }

        int place = proto.Graph.Node.ToList().FindIndex(node => node.Output.Contains(tensor));
        proto.Graph.Node.Insert(place + 1, GraphEdits.NewNode("Mul", "mask", [tensor, "mask"], "masked"));
        return proto.ToBytes();
    }

    private static float[] Logits(CnnModel model, ImageTensor image) =>
        model.Evaluate(image.Memory, 1, image.Shape, CancellationToken.None).Logits[0].ToArray();
}
