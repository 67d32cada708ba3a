using CnnVis.TestSupport.TensorBoard;

namespace CnnVis.Skia.Tests;

public class TensorBoardPicturesTests
{
    private static readonly RgbImage Photo = ImageFile.Load(Path.Combine(RepositoryFolder.Assets, "chelsea.png"));

    [Fact]
    public void Picture_IsKeptPixelForPixel()
    {
        ReadEvents events = Write(writer => writer.AddImage("photos/cat", Photo, 2, "A cat."));

        IsPicture(Photo, events["photos/cat"]);
        Assert.Equal((2L, "A cat."), (events["photos/cat"].Step, events["photos/cat"].Description));
    }

    [Fact]
    public void Sheets_AreThoseOfTheLibrary()
    {
        using CnnModel model = Load();
        Layer layer = model.Layers.First(layer => layer.Operator == "Conv");
        Kernels kernels = layer.Kernels();
        FeatureMaps maps = layer.FeatureMaps(Photo);

        ReadEvents events = Write(writer =>
        {
            writer.AddKernels(kernels);
            writer.AddKernels(kernels, new() { Order = KernelOrder.Norm, Most = 4 }, "strongest", 1);
            writer.AddFeatureMaps(maps);
            writer.AddFeatureMaps(maps, new() { Most = 3 }, "first three", 2);
        });

        IsPicture(kernels.Sheet(), events["kernels/conv/Conv"]);
        IsPicture(kernels.Sheet(new() { Order = KernelOrder.Norm, Most = 4 }), events["strongest"]);
        IsPicture(maps.Sheet(), events["feature maps/conv/Conv"]);
        IsPicture(maps.Sheet(new() { Most = 3 }), events["first three"]);
        Assert.Equal([0L, 1, 0, 2], events.Values.Select(value => value.Step));
    }

    [Fact]
    public void Explanation_IsItsOverlayAndSaysHowItWasMade()
    {
        using CnnModel model = Load();
        Explanation why = model.Explain(Photo).For("dog").GradCam();

        ReadEvents events = Write(writer => writer.AddExplanation(why, step: 3));

        ReadValue value = events["explanations/GradCam"];
        IsPicture(why.Overlay(), value);
        Assert.Equal(3, value.Step);
        Assert.StartsWith(FormattableString.Invariant($"dog: logit {why.Target.Score:0.####}\n\nGradCam with layers=default, "), value.Description, StringComparison.Ordinal);
        Assert.All(why.Notes, note => Assert.Contains(note, value.Description, StringComparison.Ordinal));
    }

    [Fact]
    public void SeveralTargets_HaveAPictureEach()
    {
        using CnnModel model = Load();
        Explanation two = model.Explain(Photo).For("cat", "dog").Gradient();

        ReadEvents events = Write(writer => writer.AddExplanation(two, "why"));

        Assert.Equal(["why/cat", "why/dog"], events.Tags);
        IsPicture(two.Overlay(new() { Target = 1 }), events["why/dog"]);
        Assert.StartsWith("dog: ", events["why/dog"].Description, StringComparison.Ordinal);
    }

    [Fact]
    public void ExplanationOfATensor_IsItsHeatMap()
    {
        using CnnModel model = Load();
        Explanation why = model.Explain(model.ToTensor(Photo)).Gradient();

        ReadEvents events = Write(writer => writer.AddExplanation(why, "why"));

        IsPicture(why.Heatmap(), events["why"]);
    }

    private static CnnModel Load() => CnnModel.Load(Path.Combine(RepositoryFolder.Assets, "cifar10.onnx"));

    private static ReadEvents Write(Action<TensorBoardWriter> add)
    {
        using var folder = new TemporaryFolder();
        using (var writer = new TensorBoardWriter(folder.Path))
        {
            add(writer);
        }

        return ReadEvents.In(folder.Path);
    }

    private static void IsPicture(RgbImage expected, ReadValue value)
    {
        RgbImage decoded = ImageFile.Decode(value.Image.File);
        Assert.Equal((expected.Width, expected.Height), (decoded.Width, decoded.Height));
        Assert.Equal((expected.Width, expected.Height), (value.Image.Width, value.Image.Height));
        Assert.Equal(expected.Pixels.ToArray(), decoded.Pixels.ToArray());
    }
}
