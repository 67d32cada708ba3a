using System.Runtime.InteropServices;
using CnnVis.Onnx;
using CnnVis.Tests.Support;
using Google.Protobuf;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Differentiation;

/// <summary>The same network in the forms in which files come.</summary>
public class ModelFormGradientTests
{
    private static readonly ImageTensor Image = SmallNetwork.Images(1);

    [Fact]
    public void Float16_HasTheGradientOfItsRoundedWeights()
    {
        using CnnModel rounded = SmallNetwork.Create().With(RoundWeights).Load();
        using CnnModel half = SmallNetwork.Create().With(ToFloat16).Load();
        Assert.Equal(ElementType.Float16, half.ImageInput.ElementType);

        float[] gradient = ImageGradient.Of(half, Image, 1);

        ImageGradient.AssertEqual(ImageGradient.Of(rounded, Image, 1), gradient, 1e-6);
    }

    [Fact]
    public void Float16_IsCloseToFloat32()
    {
        using CnnModel single = SmallNetwork.Create().Load();
        using CnnModel half = SmallNetwork.Create().With(ToFloat16).Load();

        float[] gradient = ImageGradient.Of(half, Image, 1);

        ImageGradient.AssertEqual(ImageGradient.Of(single, Image, 1), gradient, 2e-3);
    }

    [Fact]
    public void Bytes_HaveTheGradientOfNumbers()
    {
        using CnnModel model = OfBytes().Load();
        var image = new ImageTensor([.. Enumerable.Range(0, 12).Select(i => (float)(20 * i))], model.ImageInput.Shape);

        float[] gradient = ImageGradient.Of(model, image, 1);

        Assert.Equal(Enumerable.Range(0, 12).Select(i => Numbers.Seeded(36, 5)[(3 * i) + 1]), gradient);
    }

    [Fact]
    public void ExternalWeights_GiveTheSameGradient()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.onnx"), SmallNetwork.Create().With(proto => MoveWeightsOut(proto, folder)).ToBytes());
        using CnnModel external = CnnModel.Load(folder.File("model.onnx"));
        using CnnModel embedded = SmallNetwork.Create().Load();

        float[] gradient = ImageGradient.Of(external, Image, 1);

        Assert.Equal(ImageGradient.Of(embedded, Image, 1), gradient);
    }

    [Fact]
    public void OtherInputs_CountAsConstants()
    {
        using CnnModel plain = SmallNetwork.Create().Load();
        using CnnModel amplified = SmallNetwork.Create()
            .Input("gain", DataType.Float)
            .With(proto => proto.Graph.Output.Clear())
            .Node("Mul", "amplify", ["logits", "gain"], "scores")
            .Output("scores", DataType.Float, null, 3)
            .Load(new() { Inputs = new Dictionary<string, TensorValue> { ["gain"] = 2.5 } });

        float[] gradient = ImageGradient.Of(amplified, Image, 1);

        ImageGradient.AssertEqual(ImageGradient.Of(plain, Image, 1).Select(value => 2.5f * value), gradient, 1e-6);
    }

    [Fact]
    public void ChannelsLast_HaveTheGradientInTheirOwnOrder()
    {
        using CnnModel first = SmallNetwork.Create().Load();
        using CnnModel last = SmallNetwork.ChannelsLast().Load();
        ImageShape shape = last.ImageInput.Shape;
        Assert.Equal(TensorLayout.Nhwc, shape.Layout);

        float[] gradient = ImageGradient.Of(last, new ImageTensor(Reordered(Image.Values.ToArray(), shape), shape), 1);

        ImageGradient.AssertEqual(Reordered(ImageGradient.Of(first, Image, 1), shape), gradient, 1e-6);
    }

    [Fact]
    public void Quantised_HasTheGradientOfItsFloatsAndSaysSo()
    {
        using CnnModel plain = SmallNetwork.Quantised(8).With(WithoutQuantisation).Load();
        using CnnModel quantised = SmallNetwork.Quantised(8).Load();
        // Codes have exact values, so both networks compute the same.
        var image = new ImageTensor([.. Numbers.Seeded(192, 3).Select(value => MathF.Round(127 * value) / 127)], plain.ImageInput.Shape);

        Explanation explanation = quantised.Explain(image).For(1).Gradient();

        ImageGradient.AssertEqual(ImageGradient.Of(plain, image, 1), explanation.Map.Elements.ToArray());
        Assert.Contains(explanation.Notes, note => note.Contains("straight-through", StringComparison.Ordinal));
        Assert.Empty(plain.Explain(image).For(1).Gradient().Notes);
    }

    // IR 3: all weights are inputs of the graph too.
    [Fact]
    public void WeightsThatAreInputsToo_CountAsConstants()
    {
        using CnnModel plain = SmallNetwork.Create().Load();
        using CnnModel old = SmallNetwork.Create()
            .With(proto => proto.IrVersion = 3)
            .Input("kernel", DataType.Float, 4, 3, 3, 3)
            .Input("bias", DataType.Float, 4)
            .Input("dense", DataType.Float, 48, 3)
            .Load();

        float[] gradient = ImageGradient.Of(old, Image, 1);

        ImageGradient.AssertEqual(ImageGradient.Of(plain, Image, 1), gradient, 1e-6);
    }

    private static SmallModel OfBytes() => new SmallModel()
        .Input("image", DataType.Uint8, null, 2, 2, 3)
        .Initializer("weights", Numbers.Seeded(36, 5), 12, 3)
        .Node("Cast", "cast", ["image"], "x", GraphEdits.IntAttribute("to", (int)DataType.Float))
        .Node("Flatten", "flatten", ["x"], "flat")
        .Node("MatMul", "score", ["flat", "weights"], "logits")
        .Output("logits", DataType.Float, null, 3);

    private static void WithoutQuantisation(ModelProto proto)
    {
        proto.Graph.Node.RemoveAt(0);
        proto.Graph.Node.RemoveAt(0);
        proto.Graph.Node[0].Input[0] = "image";
    }

    private static void RoundWeights(ModelProto proto)
    {
        foreach (TensorProto weights in proto.Graph.Initializer)
        {
            float[] rounded = [.. weights.FloatData.Select(value => (float)(Half)value)];
            weights.FloatData.Clear();
            weights.FloatData.Add(rounded);
        }
    }

    internal static void ToFloat16(ModelProto proto)
    {
        foreach (TensorProto weights in proto.Graph.Initializer)
        {
            Half[] halves = [.. weights.FloatData.Select(value => (Half)value)];
            weights.FloatData.Clear();
            weights.DataType = (int)DataType.Float16;
            weights.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<Half>(halves));
        }

        foreach (ValueInfoProto declared in proto.Graph.Input.Concat(proto.Graph.Output))
        {
            declared.Type.TensorType.ElemType = (int)DataType.Float16;
        }
    }

    private static void MoveWeightsOut(ModelProto proto, TemporaryFolder folder)
    {
        foreach (TensorProto weights in proto.Graph.Initializer)
        {
            File.WriteAllBytes(folder.File(weights.Name), MemoryMarshal.AsBytes<float>([.. weights.FloatData]));
            weights.FloatData.Clear();
            weights.DataLocation = TensorProto.Types.DataLocation.External;
            weights.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = weights.Name });
        }
    }

    private static float[] Reordered(float[] channelsFirst, ImageShape shape)
    {
        float[] reordered = new float[channelsFirst.Length];
        for (int i = 0; i < reordered.Length; i++)
        {
            reordered[shape.IndexOf(i / shape.PixelCount, i % shape.PixelCount / shape.Width, i % shape.Width)] = channelsFirst[i];
        }

        return reordered;
    }
}
