using CnnVis.Onnx;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Features.Surveys;

public class TopPatchRectangleTests
{
    // What lies outside of the rectangle does not matter; each of its sides does.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Seen_PictureOfTheModelsSize_IsWhatTheActivationDependsOn(int seed)
    {
        using CnnModel model = SurveyCases.Network(seed).Load(new() { Preprocessing = Preprocessing.ZeroToOne });
        Layer layer = model.Layers["conv"];
        RgbImage[] pictures = [.. Enumerable.Range(0, 6).Select(i => Numbers.Picture(12, 9, (10 * seed) + i))];

        Survey survey = layer.Survey(pictures.Select((picture, i) => new ImageSource($"{i}", () => picture)));

        for (int channel = 0; channel < survey.Channels; channel++)
        {
            TopPatch patch = survey.TopPatches(channel)[0];
            PixelRectangle seen = patch.Seen;
            float After(Func<int, int, bool> isInverted) => layer.FeatureMaps(Inverted(pictures[patch.Image], isInverted))[channel][patch.Row, patch.Column];
            Assert.Equal(patch.Value, After((x, y) => x < seen.Left || x >= seen.Right || y < seen.Top || y >= seen.Bottom));
            Assert.NotEqual(patch.Value, After((x, _) => x == seen.Left));
            Assert.NotEqual(patch.Value, After((x, _) => x == seen.Right - 1));
            Assert.NotEqual(patch.Value, After((_, y) => y == seen.Top));
            Assert.NotEqual(patch.Value, After((_, y) => y == seen.Bottom - 1));
        }
    }

    // By hand: 16 x 8 pixels become 8 x 4 in the middle of 8 x 8. Cell (4, 3) of a 3 x 3 window reads rows 3 to 5 and columns 2 to 4 of that,
    // which are rows 2 to 7 and columns 4 to 9 of the picture; cell (0, 0) reads nothing but the border.
    [Fact]
    public void Seen_Letterbox_IsInThePicturesOwnPixels()
    {
        using CnnModel model = Window(8).Load(new() { Preprocessing = new() { Resize = ResizeMode.Letterbox }, OutputForm = OutputForm.Raw });

        Survey survey = model.Layers["conv"].Survey(
            [new ImageSource("one", () => Numbers.Picture(16, 8, 1))], new() { TopPatches = 64, PatchesPerImage = 64 });

        TopPatch middle = survey.TopPatches(0).Single(patch => (patch.Row, patch.Column) == (4, 3));
        TopPatch corner = survey.TopPatches(0).Single(patch => (patch.Row, patch.Column) == (0, 0));
        Assert.Equal((new PixelRectangle(4, 2, 6, 6), new PixelRectangle(6, 4, 2, 2)), (middle.Seen, middle.Place));
        Assert.Equal((default, default), (corner.Seen, corner.Place));
    }

    // By hand: of 20 x 10 pixels the model sees the middle 10 x 10, as they are.
    [Fact]
    public void Seen_Crop_BeginsWhereTheCropBegins()
    {
        using CnnModel model = Window(10).Load(
            new() { Preprocessing = new() { Resize = ResizeMode.ShorterSideCrop, CropFraction = 1 }, OutputForm = OutputForm.Raw });

        Survey survey = model.Layers["conv"].Survey(
            [new ImageSource("one", () => Numbers.Picture(20, 10, 1))], new() { TopPatches = 100, PatchesPerImage = 100 });

        TopPatch patch = survey.TopPatches(0).Single(patch => (patch.Row, patch.Column) == (2, 7));
        TopPatch corner = survey.TopPatches(0).Single(patch => (patch.Row, patch.Column) == (0, 0));
        Assert.Equal(new PixelRectangle(11, 1, 3, 3), patch.Seen);
        Assert.Equal(new PixelRectangle(5, 0, 2, 2), corner.Seen);
    }

    [Fact]
    public void Seen_LayerWithoutPlaces_IsTheWholePictureAndSaysSo()
    {
        using CnnModel model = SurveyCases.Network(3).Load(new() { Preprocessing = Preprocessing.ZeroToOne });

        Survey survey = model.Layers["flatten"].Survey([new ImageSource("one", () => Numbers.Picture(31, 17, 1))]);

        Assert.Equal(new PixelRectangle(0, 0, 31, 17), survey.TopPatches(2)[0].Seen);
        Assert.Contains("flatten has one cell, which sees the whole image: its patches are whole pictures.", survey.Notes);
    }

    private static SmallModel Window(int size) => new SmallModel()
        .Input("image", TensorProto.Types.DataType.Float, null, 3, size, size)
        .Initializer("kernel", Numbers.Seeded(27, 7), 1, 3, 3, 3)
        .Node("Conv", "conv", ["image", "kernel"], "convolved", GraphEdits.IntsAttribute("pads", [1, 1, 1, 1]))
        .Output("convolved", TensorProto.Types.DataType.Float, null, 1, size, size);

    private static RgbImage Inverted(RgbImage picture, Func<int, int, bool> isInverted) => RgbImage.Create(picture.Width, picture.Height, pixels =>
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            byte value = picture.Pixels[i];
            pixels[i] = isInverted(i / 3 % picture.Width, i / 3 / picture.Width) ? (byte)(255 - value) : value;
        }
    });
}
