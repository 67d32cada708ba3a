namespace CnnVis.Skia.Tests;

public class TrainedModelDreamTests
{
    private static readonly CnnModelOptions TensorFlow = new() { Preprocessing = Preprocessing.TensorFlow };

    private static RgbImage[] Photos { get; } =
    [
        .. Directory.EnumerateFiles(Path.GetDirectoryName(SharedFiles.Photo("photos.json"))!)
            .Where(path => Path.GetExtension(path) is ".png" or ".jpg" && !path.Contains("_mask", StringComparison.Ordinal))
            .Select(ImageFile.Load),
    ];

    // Layers with maps of 14x14 and 7x7 at the model's own 224x224. Before the last, all of a ReLU is switched off in grey pictures.
    [SharedTheory]
    [InlineData("Conv_n_114", 150)]
    [InlineData("Conv_n_190", 48)]
    [InlineData("Conv_n_282", 186)]
    [InlineData("Conv_n_288", 953)]
    public void Channel_MobileNet_IsExcitedMoreThanByAnyPhoto(string name, int channel)
    {
        using CnnModel model = CnnModel.Load(SharedFiles.Model("mobilenetv2_1.0_224_nchw_logits1000.onnx"), TensorFlow);
        Objective objective = Objective.Channel(name, channel);

        Dream dream = model.Dream(objective, new() { Steps = 64 });

        Assert.Equal((128, 128), (dream.InputShape.Height, dream.InputShape.Width));
        IReadOnlyList<float> photos = model.Measure(objective, Photos);
        double mean = photos.Average();
        double deviation = Math.Sqrt(photos.Average(photo => (photo - mean) * (photo - mean)));
        Assert.True(dream.Activation > photos.Max() + (3 * deviation), $"{dream.Activation}; photos up to {photos.Max()}, deviation {deviation}");
    }

    [SharedTheory]
    [InlineData("mobilenetv2_1.0_224_nhwc_softmax1001.onnx", "TensorFlow", "imagenet_labels_1001_background_first.txt")]
    [InlineData("squeezenet_winml_fp16_op7.onnx", "Caffe", "imagenet_labels_1000.txt")]
    public void Class_IsRecognised(string file, string preprocessing, string labels)
    {
        using CnnModel model = CnnModel.Load(
            SharedFiles.Model(file), new() { Preprocessing = Preprocessing.Preset(preprocessing), Labels = SharedFiles.Labels(labels) });

        Dream dream = model.Dream(Objective.Class("goldfish"), new() { Steps = 64, Size = 128 });

        Assert.Contains("goldfish", model.Predict(dream.Image).Top.Name, StringComparison.Ordinal);
    }
}
