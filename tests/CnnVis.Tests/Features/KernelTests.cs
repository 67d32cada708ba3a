using CnnVis.Onnx;
using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Features;

public class KernelTests
{
    private static readonly float[] Weights = Numbers.Seeded(4 * 3 * 9, 1);

    [Fact]
    public void Kernels_OfAConvolution_AreItsWeights()
    {
        using CnnModel model = SmallNetwork.Create().Load();

        Kernels kernels = model.Layers["conv"].Kernels();

        Assert.Equal((4, 3, 3, 3, true), (kernels.Count, kernels.InputChannels, kernels.Height, kernels.Width, kernels.ReadsColors));
        Assert.Equal(Weights[27..54], kernels[1].ToArray());
        Assert.Equal(Weights[36..45], kernels.Plane(1, 1).Values.ToArray());
        Assert.Equal(MathF.Sqrt((Weights[27] * Weights[27]) + (Weights[36] * Weights[36]) + (Weights[45] * Weights[45])), kernels.Norms(1)[0, 0], 1e-6f);
        Assert.Throws<ArgumentOutOfRangeException>(() => kernels.Plane(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernels[4].Length);
    }

    [Fact]
    public void Statistics_AreThoseOfTheWeights()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        float[] weights = Weights[..27];

        KernelStatistics statistics = model.Layers["conv"].Kernels().Statistics(0);

        Assert.Equal(Math.Sqrt(weights.Sum(w => (double)w * w)), statistics.Norm, 1e-5);
        Assert.Equal(weights.Average(), statistics.Mean, 1e-6);
        Assert.Equal(Math.Sqrt(weights.Select(w => Math.Pow(w - weights.Average(), 2)).Average()), statistics.StandardDeviation, 1e-5);
        Assert.Equal((weights.Min(), weights.Max(), 0f, Numbers.Seeded(4, 2)[0]), (statistics.Min, statistics.Max, statistics.ZeroShare, statistics.Bias));
    }

    [Fact]
    public void InOrder_OfNormAndSimilarity_FindsTheStrongestAndItsLikes()
    {
        float[] kernels =
        [
            1, 0, 0, 0,
            0, 5, 0, 0,
            3, 0.1f, 0, 0,
            0, 4, 0.5f, 0,
        ];
        using CnnModel model = Convolution(kernels, 4, 1, 2, 2).Load();

        Kernels read = model.Layers["conv"].Kernels();

        Assert.Equal([0, 1, 2, 3], read.InOrder(KernelOrder.Index));
        Assert.Equal([1, 3, 2, 0], read.InOrder(KernelOrder.Norm));
        Assert.Equal([1, 3, 2, 0], read.InOrder(KernelOrder.Similarity));
        Assert.Equal(1, read.Similarity(0, 2), 0.01f);
        Assert.Equal(0.75f, read.Statistics(0).ZeroShare);
    }

    [Fact]
    public void Kernels_WithBatchNormalization_AreMergedWhereThatIsWanted()
    {
        using CnnModel model = new ReferenceCase("vgg-bn").Load();
        Layer convolution = model.Layers.First(layer => layer.Operator == "Conv");
        Layer normalization = model.Layers.First(layer => layer.Operator == "BatchNormalization");
        ImageTensor image = new ReferenceCase("vgg-bn").Input.Slice(0);
        FeatureMaps before = convolution.FeatureMaps(image);
        FeatureMaps after = normalization.FeatureMaps(image);

        Kernels originals = convolution.Kernels();
        Kernels merged = convolution.Kernels(new() { MergeBatchNormalization = true });

        Assert.Equal((false, true), (originals.IsMerged, merged.IsMerged));
        for (int channel = 0; channel < merged.Count; channel++)
        {
            // After = factor x before + offset, with the factor and the offset of this channel.
            float factor = merged[channel][0] / originals[channel][0];
            float offset = merged.Statistics(channel).Bias - (factor * originals.Statistics(channel).Bias);
            float[] expected = after[channel].Values.ToArray();
            Agreement.Within(1e-4, expected, [.. before[channel].Values.ToArray().Select(value => (factor * value) + offset)], "merged");
        }
    }

    [Fact]
    public void Kernels_OfATransposedConvolution_AreOrderedByItsOutputs()
    {
        float[] weights = Numbers.Seeded(4 * 3 * 2 * 2, 7);
        SmallModel small = new SmallModel()
            .Input("image", DataType.Float, 1, 3, 5, 5)
            .Initializer("mix", Numbers.Seeded(4 * 3, 8), 4, 3, 1, 1)
            .Initializer("kernel", weights, 4, 3, 2, 2)
            .Node("Conv", "conv", ["image", "mix"], "x")
            .Node("ConvTranspose", "up", ["x", "kernel"], "y", GraphEdits.IntAttribute("group", 2))
            .Output("y", DataType.Float, 1, 6, 6, 6);
        using CnnModel model = small.Load(new() { OutputForm = OutputForm.Raw });

        Kernels kernels = model.Layers["up"].Kernels();

        Assert.Equal((6, 2, false), (kernels.Count, kernels.InputChannels, kernels.ReadsColors));
        // Kernel 4 is the second output of the second group; it reads inputs 2 and 3.
        Assert.Equal([.. weights[28..32], .. weights[40..44]], kernels[4].ToArray());
    }

    [Fact]
    public void Kernels_OfAModelThatReadsBlueFirst_AreRedGreenBlue()
    {
        using CnnModel model = SmallNetwork.Create().Load(new() { Preprocessing = Preprocessing.Caffe });

        Kernels kernels = model.Layers["conv"].Kernels();

        Assert.Equal([.. Weights[18..27], .. Weights[9..18], .. Weights[0..9]], kernels[0].ToArray());
    }

    [Fact]
    public void Kernels_StoredTransposed_AreComputed()
    {
        float[] weights = Numbers.Seeded(2 * 3 * 3 * 3, 9);
        SmallModel small = new SmallModel()
            .Input("image", DataType.Float, 1, 3, 6, 6)
            .Initializer("stored", weights, 3, 3, 3, 2)
            .Node("Transpose", "turn", ["stored"], "kernel", GraphEdits.IntsAttribute("perm", [3, 2, 0, 1]))
            .Node("Conv", "conv", ["image", "kernel"], "y")
            .Output("y", DataType.Float, 1, 2, 4, 4);
        using CnnModel model = small.Load(new() { OutputForm = OutputForm.Raw });

        // [row, column, input, output] as TensorFlow stores them.
        Assert.Equal(weights[((((1 * 3) + 2) * 3) + 1) * 2 + 1], model.Layers["conv"].Kernels().Plane(1, 1)[1, 2]);
    }

    [Fact]
    public void Kernels_WithScaleAndShiftOfTheirOwn_AreMergedByHand()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, 1, 1, 3, 3)
            .Initializer("kernel", [1f, 2, 3, 4, 5, 6, 7, 8], 2, 1, 2, 2)
            .Initializer("bias", [1f, -1], 2)
            .Initializer("scale", [10f, -2], 2, 1, 1)
            .Initializer("shift", [0.5f, 3], 2, 1, 1)
            .Node("Conv", "conv", ["image", "kernel", "bias"], "convolved")
            .Node("Mul", "mul", ["convolved", "scale"], "scaled")
            .Node("Add", "add", ["scaled", "shift"], "y")
            .Output("y", DataType.Float, 1, 2, 2, 2)
            .Load(new() { OutputForm = OutputForm.Raw });

        Kernels merged = model.Layers["conv"].Kernels(new() { MergeBatchNormalization = true });

        Assert.Equal([10, 20, 30, 40], merged[0].ToArray());
        Assert.Equal([-10, -12, -14, -16], merged[1].ToArray());
        Assert.Equal((10.5f, 5f, true), (merged.Statistics(0).Bias, merged.Statistics(1).Bias, merged.IsMerged));
    }

    [Fact]
    public void Kernels_WithNothingToMerge_AreTheOriginals()
    {
        using CnnModel model = SmallNetwork.Create().Load();

        Kernels kernels = model.Layers["conv"].Kernels(new() { MergeBatchNormalization = true });

        Assert.False(kernels.IsMerged);
        Assert.Equal(Weights[..27], kernels[0].ToArray());
    }

    [Fact]
    public void Kernels_OfGroupsAndDepthwise_ReadTheChannelsOfTheirGroup()
    {
        float[] weights = Numbers.Seeded(6 * 2 * 2 * 2, 4);
        float[] depthwise = Numbers.Seeded(3 * 9, 5);
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, 1, 3, 6, 6)
            .Initializer("depthwise", depthwise, 3, 1, 3, 3)
            .Initializer("mix", Numbers.Seeded(4 * 3, 8), 4, 3, 1, 1)
            .Initializer("kernel", weights, 6, 2, 2, 2)
            .Node("Conv", "each", ["image", "depthwise"], "x", GraphEdits.IntAttribute("group", 3))
            .Node("Conv", "conv", ["x", "mix"], "mixed")
            .Node("Conv", "grouped", ["mixed", "kernel"], "y", GraphEdits.IntAttribute("group", 2))
            .Output("y", DataType.Float, 1, 6, 3, 3)
            .Load(new() { OutputForm = OutputForm.Raw });

        Kernels grouped = model.Layers["grouped"].Kernels();
        Kernels each = model.Layers["each"].Kernels();

        Assert.Equal((6, 2, 2, false), (grouped.Count, grouped.InputChannels, grouped.Groups, grouped.ReadsColors));
        Assert.Equal(weights[32..40], grouped[4].ToArray());
        Assert.Equal((3, 1, 3, false, false), (each.Count, each.InputChannels, each.Groups, each.ReadsColors, each.ReadsGrey));
        Assert.Equal(depthwise[9..18], each[1].ToArray());
        // What reads three channels that are no colours is no patch either.
        Assert.False(model.Layers["conv"].Kernels().ReadsColors);
    }

    [Fact]
    public void Kernels_BehindIdentityOrQuantised_AreTheirNumbers()
    {
        sbyte[] codes = [.. Enumerable.Range(0, 3 * 3 * 9).Select(i => (sbyte)((i * 37 % 255) - 127))];
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, 1, 3, 6, 6)
            .With(proto => proto.Graph.Initializer.Add(Codes("codes", codes, 3, 3, 3, 3)))
            .With(proto => proto.Graph.Initializer.Add(Codes("zeros", [3, -5, 0], 3)))
            .Initializer("scales", [0.5f, 0.25f, 2], 3)
            .Initializer("stored", Weights.AsSpan(0, 27), 1, 3, 3, 3)
            .Node("DequantizeLinear", "dequantise", ["codes", "scales", "zeros"], "kernel", GraphEdits.IntAttribute("axis", 0))
            .Node("Identity", "name", ["stored"], "renamed")
            .Node("Conv", "quantised", ["image", "kernel"], "x")
            .Node("Conv", "behind", ["x", "renamed"], "y")
            .Output("y", DataType.Float, 1, 1, 2, 2)
            .Load(new() { OutputForm = OutputForm.Raw });

        Assert.Equal([.. codes[27..54].Select(code => 0.25f * (code + 5))], model.Layers["quantised"].Kernels()[1].ToArray());
        Assert.Equal(Weights[..27], model.Layers["behind"].Kernels()[0].ToArray());
    }

    [Fact]
    public void Kernels_ThatAreComputedFromTheImage_AreRefused()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, 1, 3, 3, 3)
            .Node("Conv", "self", ["image", "image"], "y")
            .Output("y", DataType.Float, 1, 1, 1, 1)
            .Load(new() { OutputForm = OutputForm.Raw });

        ArgumentException refused = Assert.Throws<ArgumentException>(() => model.Layers["self"].Kernels());

        Assert.Contains("are computed from the image, so there are no kernels to show.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Kernels_OverOneAxis_AreRefused()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, 1, 3, 4, 4)
            .Initializer("shape", [1L, 3, 16], 3)
            .Initializer("kernel", Numbers.Seeded(2 * 3 * 5, 1), 2, 3, 5)
            .Node("Reshape", "flat", ["image", "shape"], "x")
            .Node("Conv", "conv", ["x", "kernel"], "y")
            .Output("y", DataType.Float, 1, 2, 12)
            .Load(new() { OutputForm = OutputForm.Raw });

        ArgumentException refused = Assert.Throws<ArgumentException>(() => model.Layers["conv"].Kernels());

        Assert.Contains("has weights of 3 axes; kernels are shown for convolutions over two axes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Kernels_OfAModelThatTurnsTheChannelsItself_AreRedGreenBlue()
    {
        SmallModel small = new SmallModel()
            .Input("image", DataType.Float, null, 6, 8, 3)
            .Initializer("turned", [2L, 0, 1], 3)
            .Initializer("kernel", Weights, 4, 3, 3, 3)
            .Initializer("mean", [0.4f, 0.5f, 0.6f], 3)
            .Node("Gather", "turn", ["image", "turned"], "other", GraphEdits.IntAttribute("axis", 3))
            .Node("Sub", "centre", ["other", "mean"], "centred")
            .Node("Transpose", "transpose", ["centred"], "x", GraphEdits.IntsAttribute("perm", [0, 3, 1, 2]))
            .Node("Conv", "conv", ["x", "kernel"], "y")
            .Output("y", DataType.Float, null, 4, 4, 6);
        using CnnModel rgb = small.Load(new() { OutputForm = OutputForm.Raw });
        using CnnModel bgr = small.Load(new() { OutputForm = OutputForm.Raw, Preprocessing = Preprocessing.Caffe });

        // The layer reads blue, red, green; of a model that is given blue first, red, blue, green.
        Assert.Equal([.. Weights[9..18], .. Weights[18..27], .. Weights[0..9]], rgb.Layers["conv"].Kernels()[0].ToArray());
        Assert.Equal([.. Weights[0..9], .. Weights[18..27], .. Weights[9..18]], bgr.Layers["conv"].Kernels()[0].ToArray());
    }

    [Theory]
    [InlineData("Neg")]
    [InlineData("Mul")]
    public void Kernels_OfANegative_AreNoColors(string negation)
    {
        SmallModel small = new SmallModel().Input("image", DataType.Float, null, 3, 6, 8).Initializer("minus", [-1f]).Initializer("kernel", Weights, 4, 3, 3, 3);
        small = negation == "Neg" ? small.Node("Neg", "turn", ["image"], "x") : small.Node("Mul", "turn", ["minus", "image"], "x");
        using CnnModel model = small.Node("Conv", "conv", ["x", "kernel"], "y").Output("y", DataType.Float, null, 4, 4, 6).Load(new() { OutputForm = OutputForm.Raw });

        Assert.False(model.Layers["conv"].Kernels().ReadsColors);
    }

    [Fact]
    public void Kernels_OfAnotherLayer_NamesTheConvolutions()
    {
        using CnnModel model = SmallNetwork.Create().Load();

        ArgumentException refused = Assert.Throws<ArgumentException>(() => model.Layers["relu"].Kernels());

        Assert.Contains("has no kernels: only convolutions have. Those of this model: conv.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Kernels_OfADenseLayer_SaysWhyItHasNone()
    {
        using CnnModel model = CnnModel.Load(Path.Combine(RepositoryFolder.Assets, "digits.onnx"));
        Layer dense = model.Layers.Last(layer => layer.Operator is "Gemm" or "MatMul");

        ArgumentException refused = Assert.Throws<ArgumentException>(() => dense.Kernels());

        Assert.Contains("its weights have no rows and columns of places", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Kernels_OfAModelOfCodes_SaysWhyThereAreNone()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, 1, 3, 3, 3)
            .Initializer("one", [1f])
            .With(proto => proto.Graph.Initializer.Add(Codes("zero", [0], 1)))
            .With(proto => proto.Graph.Initializer.Add(Codes("kernel", new sbyte[27], 1, 3, 3, 3)))
            .Node("QuantizeLinear", "quantise", ["image", "one", "zero"], "codes")
            .Node("QLinearConv", "conv", ["codes", "one", "zero", "kernel", "one", "zero", "one", "zero"], "convolved")
            .Node("DequantizeLinear", "dequantise", ["convolved", "one", "zero"], "y")
            .Output("y", DataType.Float, 1, 1, 1, 1)
            .Load(new() { OutputForm = OutputForm.Raw });

        ArgumentException refused = Assert.Throws<ArgumentException>(() => model.Layers["dequantise"].Kernels());

        Assert.Contains("The convolutions of this model (QLinearConv) compute with codes instead of weights.", refused.Message, StringComparison.Ordinal);
    }

    [SharedTheory]
    [InlineData("mobilenetv2_1.0_224_nchw_logits1000.onnx", 32, 3)]
    [InlineData("mobilenetv2_1.0_224_nhwc_softmax1001.onnx", 32, 3)]
    [InlineData("squeezenet_winml_fp16_op7.onnx", 64, 3)]
    [InlineData("fer2013_mini_xception_nhwc_softmax7.onnx", 8, 1)]
    public void Kernels_OfTrainedModels_AreRead(string file, int count, int inputs)
    {
        using CnnModel model = CnnModel.Load(SharedFiles.Model(file));

        Kernels kernels = model.Layers.First(layer => layer.Operator == "Conv").Kernels();

        Assert.Equal((count, inputs, inputs == 3, inputs == 1), (kernels.Count, kernels.InputChannels, kernels.ReadsColors, kernels.ReadsGrey));
    }

    private static TensorProto Codes(string name, sbyte[] codes, params long[] shape)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)DataType.Int8, Int32Data = { codes.Select(code => (int)code) } };
        tensor.Dims.Add(shape);
        return tensor;
    }

    private static SmallModel Convolution(float[] weights, int outputs, int inputs, int height, int width) => new SmallModel()
        .Input("image", DataType.Float, 1, inputs, 6, 6)
        .Initializer("kernel", weights, outputs, inputs, height, width)
        .Node("Conv", "conv", ["image", "kernel"], "y")
        .Output("y", DataType.Float, 1, outputs, 6 - height + 1, 6 - width + 1);
}
