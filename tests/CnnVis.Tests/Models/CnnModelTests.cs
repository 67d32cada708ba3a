using CnnVis.Onnx;
using CnnVis.Tests.Support;
using static CnnVis.Onnx.TensorProto.Types;

namespace CnnVis.Tests.Models;

public class CnnModelTests
{
    private static readonly ImageShape Shape = new(3, 4, 4, TensorLayout.Nchw);

    [Theory]
    [InlineData("keras-mnist", TensorLayout.Nhwc, OutputKind.Softmax, OutputForm.Classes, 10)]
    [InlineData("resnet", TensorLayout.Nchw, OutputKind.Logits, OutputForm.Classes, 10)]
    [InlineData("vit", TensorLayout.Nchw, OutputKind.Logits, OutputForm.Classes, 10)]
    [InlineData("unet", TensorLayout.Nchw, OutputKind.Logits, OutputForm.SegmentationMap, 4)]
    public void Load_ReferenceNetwork_IsReadOffTheGraph(string name, TensorLayout layout, OutputKind kind, OutputForm form, int classes)
    {
        using CnnModel model = new ReferenceCase(name).Load();

        Assert.Equal(layout, model.ImageInput.Shape.Layout);
        Assert.Equal((kind, form, classes), (model.Output.Kind, model.Output.Form, model.Output.ClassCount));
        Assert.Null(model.ImageInput.FixedBatch);
    }

    [Theory]
    [MemberData(nameof(ReferenceCase.Names), MemberType = typeof(ReferenceCase))]
    public void Evaluate_ReferenceNetwork_IsPyTorchsOutput(string name)
    {
        var reference = new ReferenceCase(name);
        using CnnModel model = reference.Load();
        ImageTensor images = reference.Input;

        CnnVis.Models.ScorePass pass = model.Evaluate(images.Memory, images.Count, images.Shape, CancellationToken.None);

        bool isSoftmax = model.Output.Kind == OutputKind.Softmax;
        Agreement.Within(1e-5, reference.Numbers("output.npy").Values, (isSoftmax ? pass.Probabilities : pass.Logits).Values, name);
    }

    [SharedTheory]
    [InlineData("squeezenet_winml_fp32_op7.onnx", TensorLayout.Nchw, ElementType.Float32, OutputKind.Softmax, OutputForm.Classes, 1000, 1)]
    [InlineData("squeezenet_winml_fp16_op7.onnx", TensorLayout.Nchw, ElementType.Float16, OutputKind.Softmax, OutputForm.Classes, 1000, 1)]
    [InlineData("mobilenetv2_1.0_224_nchw_logits1000.onnx", TensorLayout.Nchw, ElementType.Float32, OutputKind.Logits, OutputForm.Classes, 1000, null)]
    [InlineData("mobilenetv2_1.0_224_nhwc_softmax1001.onnx", TensorLayout.Nhwc, ElementType.Float32, OutputKind.Softmax, OutputForm.Classes, 1001, null)]
    [InlineData("deeplabv3_voc_257_tf2onnx_nhwc_op9.onnx", TensorLayout.Nhwc, ElementType.Float32, OutputKind.Logits, OutputForm.SegmentationMap, 21, 1)]
    [InlineData("selfie_segmentation_unet_256_nchw_sigmoid.onnx", TensorLayout.Nchw, ElementType.Float32, OutputKind.Sigmoid, OutputForm.SegmentationMap, 1, null)]
    [InlineData("mnist_cntk_op8.onnx", TensorLayout.Nchw, ElementType.Float32, OutputKind.Logits, OutputForm.Classes, 10, 1)]
    [InlineData("mnist_burn_pytorch_bn_op16.onnx", TensorLayout.Nchw, ElementType.Float32, OutputKind.LogSoftmax, OutputForm.Classes, 10, 1)]
    [InlineData("fer2013_mini_xception_nhwc_softmax7.onnx", TensorLayout.Nhwc, ElementType.Float32, OutputKind.Softmax, OutputForm.Classes, 7, null)]
    [InlineData("yolox_nano.onnx", TensorLayout.Nchw, ElementType.Float32, OutputKind.Logits, OutputForm.Raw, 0, 1)]
    public void Load_TrainedModel_IsDescribedRightly(
        string file, TensorLayout layout, ElementType type, OutputKind kind, OutputForm form, int classes, int? batch)
    {
        using CnnModel model = CnnModel.Load(SharedFiles.Model(file));

        Assert.Equal((layout, type, batch), (model.ImageInput.Shape.Layout, model.ImageInput.ElementType, model.ImageInput.FixedBatch));
        Assert.Equal((kind, form, classes), (model.Output.Kind, model.Output.Form, model.Output.ClassCount));
    }

    [Fact]
    public void Load_BytesAndStream_AreTheSameModel()
    {
        byte[] bytes = Scoring(classes: 5).ToBytes();
        var image = new ImageTensor(Numbers.Seeded(Shape.ElementCount, 1).AsSpan(), Shape);
        using CnnModel fromBytes = CnnModel.Load(bytes);
        using var stream = new MemoryStream(bytes);
        using CnnModel fromStream = CnnModel.Load(stream);

        Assert.Equal(fromBytes.Predict(image).Classes, fromStream.Predict(image).Classes);
    }

    [Theory]
    [InlineData("labels", "[\"a\",\"b\",\"c\"]")]
    [InlineData("names", "{0: 'a', 1: 'b', 2: 'c'}")]
    [InlineData("classes", "a,b,c")]
    public void Load_LabelsInMetadata_AreUsed(string key, string value)
    {
        using CnnModel model = Scoring(classes: 3)
            .With(proto => proto.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value }))
            .Load();

        Assert.Equal(["a", "b", "c"], model.Labels!);
    }

    [Theory]
    [InlineData("classes", "3")]
    [InlineData("names", "[]")]
    [InlineData("labels", "{0: 'a', 1: 'b'}")]
    public void Load_MetadataThatAreNotTheLabels_AreNotUsed(string key, string value)
    {
        using CnnModel model = Scoring(classes: 3)
            .With(proto => proto.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value }))
            .Load();

        Assert.Null(model.Labels);
    }

    [Fact]
    public void Load_OutputWithoutBatchAxis_HasAllItsClasses()
    {
        using CnnModel model = Scoring(classes: 3)
            .With(proto => proto.Graph.Output.Clear())
            .Initializer("axes", [0L], 1)
            .Node("Squeeze", "squeeze", ["logits", "axes"], "scores")
            .Output("scores", DataType.Float, 3)
            .Load(new() { Labels = new(["a", "b", "c"]) });
        var image = new ImageTensor(Numbers.Seeded(Shape.ElementCount, 1).AsSpan(), Shape);
        using CnnModel usual = Scoring(classes: 3).Load(new() { Labels = new(["a", "b", "c"]) });

        Assert.Equal((3, 1), (model.Output.ClassCount, model.ImageInput.FixedBatch));
        Assert.Equal(usual.Predict(image).Top.Name, model.Predict(image).Top.Name);
        Assert.Equal(usual.Predict(image).Top.Probability, model.Predict(image).Top.Probability, 1e-6);
        Assert.Equal(usual.Explain(image).Occlusion().Map.Values.ToArray().Max(), model.Explain(image).Occlusion().Map.Values.ToArray().Max(), 1e-5);
    }

    [Fact]
    public void Load_FirstOutputIsALabel_ExplainsTheScores()
    {
        using CnnModel model = Scoring(classes: 3)
            .With(proto => proto.Graph.Output.Clear())
            .Node("ArgMax", "argmax", ["logits"], "label", GraphEdits.IntAttribute("axis", 1))
            .Output("label", DataType.Int64, null, 1)
            .Output("logits", DataType.Float, null, 3)
            .Load();

        Assert.Equal("logits", model.Output.Name);
        Assert.Contains(
            "The output 'label' (Int64) holds no scores",
            Assert.Throws<ArgumentException>(() => CnnModel.Load(WithLabelOutput(), new() { OutputName = "label" })).Message,
            StringComparison.Ordinal);

        static byte[] WithLabelOutput() => Scoring(classes: 3)
            .Node("ArgMax", "argmax", ["logits"], "label", GraphEdits.IntAttribute("axis", 1))
            .Output("label", DataType.Int64, null, 1)
            .ToBytes();
    }

    // The batch is declared free, but a Reshape inside allows one image only: usual where PyTorch code says view(1, -1).
    [Fact]
    public void Explain_BatchFreeInNameOnly_TakesOneImageAtATime()
    {
        float[] weights = Numbers.Seeded(Shape.ElementCount * 3, 5);
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 3, 4, 4)
            .Initializer("weights", weights, Shape.ElementCount, 3)
            .Initializer("one", [1L, Shape.ElementCount], 2)
            .Node("Reshape", "view", ["image", "one"], "flat")
            .Node("MatMul", "dense", ["flat", "weights"], "logits")
            .Output("logits", DataType.Float, null, 3)
            .Load();
        using CnnModel usual = Scoring(classes: 3).Load();
        var image = new ImageTensor(Numbers.Seeded(Shape.ElementCount, 1).AsSpan(), Shape);

        Agreement.Within(
            1e-5,
            [.. usual.Explain(image).For(1).Occlusion().Map.Values.ToArray().Select(value => (double)value)],
            model.Explain(image).For(1).Occlusion().Map.Values,
            "map");
    }

    [Fact]
    public void Explain_RawOutput_IsAWeightedSumOfTheOutputItself()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 3, 4, 4)
            .Initializer("shape", [0L, 6L, 8L], 3)
            .Node("Reshape", "boxes", ["image", "shape"], "raw")
            .Node("Sigmoid", "sigmoid", ["raw"], "scores")
            .Node("Transpose", "turn", ["scores"], "heads", GraphEdits.IntsAttribute("perm", [0, 2, 1]))
            .Output("heads", DataType.Float, null, 8, 6)
            .Load();
        float[] weights = new float[48];
        weights[1] = 1;
        var image = new ImageTensor(Numbers.Seeded(Shape.ElementCount, 1).AsSpan(), Shape);

        Explanation explanation = model.Explain(image).For(Target.WeightedSum("second head", weights)).Occlusion();

        // Row 0, column 1 of the turned output is element 8 of the image.
        Assert.Equal(OutputForm.Raw, model.Output.Form);
        Assert.Equal(1 / (1 + MathF.Exp(-image.Values[8])), explanation.Target.Score, 1e-6);
        Assert.Throws<ArgumentException>(() => model.Explain(image).Occlusion());
    }

    [Fact]
    public void Layers_WeightsInConstantNodes_AreCounted()
    {
        var weights = new TensorProto { DataType = (int)DataType.Float };
        weights.Dims.Add([2, 3, 1, 1]);
        weights.FloatData.Add(Numbers.Seeded(6, 1));
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 3, 4, 4)
            .Node("Constant", "constant", [], "w", new AttributeProto { Name = "value", T = weights, Type = AttributeProto.Types.AttributeType.Tensor })
            .Node("Conv", "conv", ["image", "w"], "y")
            .Output("y", DataType.Float, null, 2, 4, 4)
            .Load();

        Assert.Equal(6, model.Layers["conv"].ParameterCount);
    }

    [Fact]
    public void Load_PreprocessingInMetadata_IsUsedWithoutANote()
    {
        using CnnModel model = Scoring(classes: 3)
            .With(proto => proto.MetadataProps.Add(new StringStringEntryProto { Key = "preprocessing", Value = "TensorFlow" }))
            .Load();

        Assert.Equal(Preprocessing.TensorFlow, model.Preprocessing);
        Assert.Empty(model.Notes);
    }

    [Fact]
    public void Load_NoImageInput_ListsTheInputs()
    {
        ModelException exception = Assert.Throws<ModelException>(() => new SmallModel()
            .Input("features", DataType.Float, null, 12)
            .Node("Relu", "relu", ["features"], "y")
            .Output("y", DataType.Float, null, 12)
            .Load());

        Assert.Contains("no input takes an image (four axes of float32, float16 or uint8). Its inputs are 'features' [?,12] Float32.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OtherInputWithoutValue_SaysHowToGiveIt()
    {
        ModelException exception = Assert.Throws<ModelException>(() => WithThreshold().Load());

        Assert.Contains("the input 'threshold' [] (Float32) needs a value: set CnnModelOptions.Inputs, or --input threshold=FILE.npy.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OtherInputByValue_IsFed()
    {
        using CnnModel model = WithThreshold().Load(new() { Inputs = new Dictionary<string, TensorValue> { ["threshold"] = 100 } });

        Prediction prediction = model.Predict(new ImageTensor(new float[Shape.ElementCount], Shape));

        // Nothing but the threshold is in the scores: three equal ones.
        Assert.All(prediction.Classes, score => Assert.Equal(1 / 3f, score.Probability, 1e-6));
        Assert.Equal(100, model.Explain(new ImageTensor(new float[Shape.ElementCount], Shape)).For(0).Occlusion().Target.Score);
    }

    [Fact]
    public void Load_ValueForAnUnknownInput_ListsTheInputs()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => Scoring(classes: 3).Load(new() { Inputs = new Dictionary<string, TensorValue> { ["size"] = 1 } }));

        Assert.Contains("the input 'size'. The model's inputs besides the image 'image' are none", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_InitializersThatAreInputs_AreNotAskedFor()
    {
        foreach (int version in (int[])[3, 8])
        {
            using CnnModel model = Scoring(classes: 3)
                .Input("weights", DataType.Float, Shape.ElementCount, 3)
                .With(proto => proto.IrVersion = version)
                .Load();

            Assert.Equal(["image"], model.Inputs.Select(input => input.Name));
            Assert.Equal(3, model.Predict(new ImageTensor(new float[Shape.ElementCount], Shape)).Classes.Count);
        }
    }

    [Fact]
    public void Load_ByteInput_IsFedBytes()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Uint8, 1, 2, 2, 3)
            .Node("Cast", "cast", ["image"], "x", GraphEdits.IntAttribute("to", (int)DataType.Float))
            .Node("Flatten", "flatten", ["x"], "scores")
            .Output("scores", DataType.Float, 1, 12)
            .Load();
        var picture = new RgbImage(2, 2, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255]);

        Assert.Equal(Preprocessing.None, model.Preprocessing);
        Assert.Equal((11, 255f), (model.Predict(picture).Top.Index, model.Explain(picture).Occlusion().Target.Score));
    }

    [Fact]
    public void Load_FreeSize_UsesTheGivenOneAndTakesTensorsOfAnySize()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 3, null, null)
            .Node("GlobalAveragePool", "pool", ["image"], "pooled")
            .Node("Flatten", "flatten", ["pooled"], "scores")
            .Output("scores", DataType.Float, null, 3)
            .Load(new() { InputSize = (20, 30) });

        Assert.True(model.ImageInput.IsSizeFree);
        Assert.Equal((20, 30), (model.ImageInput.Shape.Height, model.ImageInput.Shape.Width));
        Assert.Equal(3, model.Predict(new ImageTensor(new float[3 * 7 * 5], new ImageShape(3, 7, 5, TensorLayout.Nchw))).Classes.Count);
    }

    [Fact]
    public void Predict_TensorOfAnotherSize_NamesBothShapes()
    {
        using CnnModel model = Scoring(classes: 3).Load();

        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => model.Predict(new ImageTensor(new float[3 * 5 * 4], new ImageShape(3, 5, 4, TensorLayout.Nchw))));

        Assert.Equal("The tensor is [1,3,5,4] (NCHW); the model reads [N,3,4,4] (NCHW).", exception.Message);
    }

    [Fact]
    public void Explain_FixedBatch_PadsTheLastRun()
    {
        float[] weights = Numbers.Seeded(Shape.ElementCount * 3, 5);
        using CnnModel free = SmallModel.ScoringPixels(Shape, weights, 3).Load();
        using CnnModel fixedToFour = SmallModel.ScoringPixels(Shape, weights, 3)
            .With(proto => proto.Graph.Input[0].Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimValue = 4 })
            .Load();
        var image = new ImageTensor(Numbers.Seeded(Shape.ElementCount, 1).AsSpan(), Shape);
        var options = new OcclusionOptions { Window = 2, Stride = 1 };

        Assert.Equal(4, fixedToFour.ImageInput.FixedBatch);
        Assert.Equal(free.Predict(image).Classes, fixedToFour.Predict(image).Classes);
        Agreement.Within(
            1e-5,
            [.. free.Explain(image).Occlusion(options).Map.Values.ToArray().Select(value => (double)value)],
            fixedToFour.Explain(image).Occlusion(options).Map.Values,
            "map");
    }

    [Fact]
    public void Use_AfterDispose_NamesTheModel()
    {
        CnnModel model = Scoring(classes: 3).Load();
        Explainer explainer = model.Explain(new ImageTensor(new float[Shape.ElementCount], Shape));
        model.Dispose();
        model.Dispose();

        Assert.Contains("CnnModel", Assert.Throws<ObjectDisposedException>(() => explainer.Occlusion()).ObjectName, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => model.Layers);
    }

    [Fact]
    public async Task Predict_FromManyThreads_GivesTheSameAnswer()
    {
        using CnnModel model = Scoring(classes: 5).Load();
        var image = new ImageTensor(Numbers.Seeded(Shape.ElementCount, 2).AsSpan(), Shape);
        Prediction expected = model.Predict(image);

        Prediction[] predictions = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => model.Predict(image))));

        Assert.All(predictions, prediction => Assert.Equal(expected.Classes, prediction.Classes));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(13)]
    public void Probability_OfASegmentationModelWithLogits_SumsToOneAtEveryPlace(int opset)
    {
        using CnnModel model = new SmallModel(opset)
            .Input("image", DataType.Float, null, 3, 4, 4)
            .Node("Mul", "scores", ["image", "image"], "map")
            .Output("map", DataType.Float, null, 3, 4, 4)
            .Load();
        var image = new ImageTensor(Numbers.Seeded(Shape.ElementCount, 4).AsSpan(), Shape);

        CnnVis.Models.ScorePass pass = model.Evaluate(image.Memory, 1, image.Shape, CancellationToken.None);

        Assert.Equal(OutputForm.SegmentationMap, model.Output.Form);
        for (int place = 0; place < 16; place++)
        {
            Assert.Equal(1, Enumerable.Range(0, 3).Sum(c => pass.Probabilities.Values[(c * 16) + place]), 1e-5);
        }
    }

    [Fact]
    public void Load_SoftmaxWrittenOut_IsRecognised()
    {
        using CnnModel model = Scoring(classes: 3).With(proto =>
        {
            proto.Graph.Output.Clear();
            proto.Graph.Node.Add(GraphEdits.NewNode("ReduceMax", "max", ["logits"], "largest", GraphEdits.IntsAttribute("axes", [1])));
            proto.Graph.Node.Add(GraphEdits.NewNode("Sub", "shift", ["logits", "largest"], "shifted"));
            proto.Graph.Node.Add(GraphEdits.NewNode("Exp", "exp", ["shifted"], "powers"));
            proto.Graph.Node.Add(GraphEdits.NewNode("ReduceSum", "sum", ["powers", "one"], "total"));
            proto.Graph.Node.Add(GraphEdits.NewNode("Div", "divide", ["powers", "total"], "probabilities"));
        }).Initializer("one", [1L], 1).Output("probabilities", DataType.Float, null, 3).Load();

        Assert.Equal((OutputKind.Softmax, "logits"), (model.Output.Kind, model.Output.LogitsTensor));
    }

    [Fact]
    public void Layers_KnowWhatTheyAre()
    {
        using CnnModel model = new ReferenceCase("resnet").Load();

        Layer first = model.Layers[0];

        Assert.Equal("Conv", first.Operator);
        Assert.Equal(4, first.OutputShape.Count);
        Assert.True(first.ParameterCount > 0);
        Assert.Same(first, model.Layers[first.Name]);
        Assert.Same(first, model.Layers[first.OutputTensor]);
    }

    [Fact]
    public void Layers_WeightsSharedThroughIdentity_AreCounted()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 3, 4, 4)
            .Initializer("w", Numbers.Seeded(2 * 3 * 9, 1), 2, 3, 3, 3)
            .Node("Identity", "share", ["w"], "w2")
            .Node("Conv", "conv", ["image", "w2"], "y", GraphEdits.IntsAttribute("kernel_shape", [3, 3]))
            .Node("GlobalAveragePool", "pool", ["y"], "p")
            .Node("Flatten", "flatten", ["p"], "scores")
            .Output("scores", DataType.Float, null, 2)
            .Load();

        Assert.Equal(54, model.Layers["conv"].ParameterCount);
        Assert.Equal(["conv", "pool", "flatten"], model.Layers.Select(layer => layer.Name));
    }

    [Fact]
    public void Layers_UnknownName_ListsNearOnes()
    {
        using CnnModel model = new ReferenceCase("resnet").Load();

        ArgumentException exception = Assert.Throws<ArgumentException>(() => model.Layers["/layer3/Conx"]);

        Assert.Contains("The model has no layer '/layer3/Conx'. Near: ", exception.Message, StringComparison.Ordinal);
    }

    private static SmallModel Scoring(int classes) =>
        SmallModel.ScoringPixels(Shape, Numbers.Seeded(Shape.ElementCount * classes, 5), classes);

    private static SmallModel WithThreshold() => Scoring(classes: 3)
        .Input("threshold", DataType.Float)
        .With(proto => proto.Graph.Output.Clear())
        .Node("Max", "floor", ["logits", "threshold"], "scores")
        .Output("scores", DataType.Float, null, 3);
}
