using CnnVis.Models;
using CnnVis.Tests.Support;
using CsCheck;

namespace CnnVis.Tests.Models;

public class PreprocessingTests
{
    [Theory]
    [InlineData(Interpolation.Bilinear, "stretch_24x32_antialias.npy")]
    [InlineData(Interpolation.BilinearWithoutAntialias, "stretch_24x32_plain.npy")]
    public void Apply_Stretch_IsTorchvisionsResize(Interpolation interpolation, string golden)
    {
        var shape = new ImageShape(3, 24, 32, TensorLayout.Nchw);

        (ImageTensor tensor, _) = Preprocessor.Apply(Preprocessing.None with { Interpolation = interpolation }, Golden.Picture(), shape);

        Agreement.Within(1e-5, Golden.Load(golden).Values, tensor.Values, golden);
    }

    [Fact]
    public void Apply_ImageNet_IsTorchvisionsPreset()
    {
        var shape = new ImageShape(3, 28, 28, TensorLayout.Nchw);

        (ImageTensor tensor, ImageGeometry geometry) = Preprocessor.Apply(Preprocessing.ImageNet, Golden.Picture(), shape);

        Agreement.Within(1e-4, Golden.Load("imagenet_28.npy").Values, tensor.Values, "ImageNet");
        // 97x61 becomes 50x32, from which 28x28 is cut at (11, 2).
        Assert.Equal(11 * 97 / 50.0, geometry.Left, 9);
        Assert.Equal(2 * 61 / 32.0, geometry.Top, 9);
        Assert.Equal(28 * 97 / 50.0, geometry.Width, 9);
        Assert.Equal(28 * 61 / 32.0, geometry.Height, 9);
    }

    [Fact]
    public void Resize_Enlarge_IsTorchvisionsResize()
    {
        RgbImage large = Golden.Picture().Resize(130, 150);

        double[] expected = Golden.Load("enlarge_150x130.npy").Values;
        for (int i = 0; i < large.Pixels.Length; i++)
        {
            Assert.Equal(expected[(i % 3 * 150 * 130) + (i / 3)], large.Pixels[i], 0.65);
        }
    }

    [Fact]
    public void Apply_OneChannel_IsPilsGrey()
    {
        RgbImage picture = Golden.Picture();
        var shape = new ImageShape(1, picture.Height, picture.Width, TensorLayout.Nchw);

        (ImageTensor tensor, _) = Preprocessor.Apply(Preprocessing.None, picture, shape);

        double[] expected = Golden.Load("grey.npy").Values;
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], tensor.Values[i], 0.51);
        }
    }

    [Fact]
    public void Apply_ChannelsLast_HoldsTheSameNumbers()
    {
        var first = new ImageShape(3, 10, 12, TensorLayout.Nchw);
        var last = new ImageShape(3, 10, 12, TensorLayout.Nhwc);

        (ImageTensor a, _) = Preprocessor.Apply(Preprocessing.ImageNet, Golden.Picture(), first);
        (ImageTensor b, _) = Preprocessor.Apply(Preprocessing.ImageNet, Golden.Picture(), last);

        for (int i = 0; i < first.ElementCount; i++)
        {
            (int channel, int y, int x) = (i / 120, i / 12 % 10, i % 12);
            Assert.Equal(a.Values[first.IndexOf(channel, y, x)], b.Values[last.IndexOf(channel, y, x)]);
        }
    }

    // One pixel of a known colour: every preset worked by hand.
    [Theory]
    [InlineData("None", 200, 100, 50)]
    [InlineData("ZeroToOne", 200 / 255f, 100 / 255f, 50 / 255f)]
    [InlineData("TensorFlow", (200 / 127.5f) - 1, (100 / 127.5f) - 1, (50 / 127.5f) - 1)]
    [InlineData("Caffe", 50 - 104, 100 - 117, 200 - 123)]
    [InlineData("imagenet", ((200 / 255f) - 0.485f) / 0.229f, ((100 / 255f) - 0.456f) / 0.224f, ((50 / 255f) - 0.406f) / 0.225f)]
    public void Preset_OnePixel_IsTheHandWorkedValue(string preset, float first, float second, float third)
    {
        var pixel = new RgbImage(1, 1, [200, 100, 50]);

        (ImageTensor tensor, _) = Preprocessor.Apply(Preprocessing.Preset(preset), pixel, new ImageShape(3, 1, 1, TensorLayout.Nchw));

        Assert.Equal(first, tensor.Values[0], 1e-4);
        Assert.Equal(second, tensor.Values[1], 1e-4);
        Assert.Equal(third, tensor.Values[2], 1e-4);
    }

    [Theory]
    [InlineData(LetterboxPlacement.Centre, 0, 7)]
    [InlineData(LetterboxPlacement.TopLeft, 0, 0)]
    public void Apply_Letterbox_KeepsProportionsAndPads(LetterboxPlacement placement, int left, int top)
    {
        var picture = new RgbImage(40, 20, [.. Enumerable.Repeat((byte)200, 40 * 20 * 3)]);
        var shape = new ImageShape(3, 24, 20, TensorLayout.Nchw);
        Preprocessing letterbox = Preprocessing.None with { Resize = ResizeMode.Letterbox, LetterboxPlacement = placement };

        (ImageTensor tensor, ImageGeometry geometry) = Preprocessor.Apply(letterbox, picture, shape);

        for (int i = 0; i < shape.PixelCount; i++)
        {
            bool inside = i / 20 >= top && i / 20 < top + 10;
            Assert.Equal(inside ? 200 : 114, tensor.Values[i], 1e-3);
        }

        Assert.Equal(new ImageGeometry(40, 20, -left * 2, -top * 2, 40, 48), geometry);
    }

    [Fact]
    public void Apply_OnePixelPicture_FillsTheInput()
    {
        (ImageTensor tensor, _) = Preprocessor.Apply(Preprocessing.ImageNet, new RgbImage(1, 1, [255, 255, 255]), new ImageShape(3, 224, 224, TensorLayout.Nchw));

        Assert.Equal((1 - 0.485f) / 0.229f, tensor.Values[0], 1e-4);
        Assert.Equal((1 - 0.406f) / 0.225f, tensor.Values[^1], 1e-4);
    }

    // Whatever the geometry: weights that sum to 1 leave a picture of one colour as it is, and the region lies where the sizes say.
    [Fact]
    public void Apply_OneColor_StaysThatColorInAnyGeometry() => (
        from pictureWidth in Gen.Int[1, 90]
        from pictureHeight in Gen.Int[1, 90]
        from width in Gen.Int[1, 40]
        from height in Gen.Int[1, 40]
        from mode in Gen.Enum<ResizeMode>()
        from interpolation in Gen.Enum<Interpolation>()
        select (pictureWidth, pictureHeight, width, height, mode, interpolation)).Sample(sample =>
        {
            var picture = new RgbImage(
                sample.pictureWidth, sample.pictureHeight, [.. Enumerable.Repeat((byte)77, 3 * sample.pictureWidth * sample.pictureHeight)]);
            Preprocessing preprocessing = Preprocessing.None with { Resize = sample.mode, Interpolation = sample.interpolation, PadColor = 77 };

            (ImageTensor tensor, ImageGeometry geometry) = Preprocessor.Apply(
                preprocessing, picture, new ImageShape(3, sample.height, sample.width, TensorLayout.Nchw));

            Assert.All(tensor.Values.ToArray(), value => Assert.Equal(77, value, 1e-3));
            bool isInside = geometry.Left >= -1e-9 && geometry.Left + geometry.Width <= sample.pictureWidth + 1e-6
                && geometry.Top >= -1e-9 && geometry.Top + geometry.Height <= sample.pictureHeight + 1e-6;
            Assert.True(isInside || sample.mode == ResizeMode.Letterbox, geometry.ToString());
        });

    [Fact]
    public void Preset_Unknown_ListsThePresets()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Preprocessing.Preset("torch"));

        Assert.StartsWith("There is no preprocessing 'torch'. Choose one of ImageNet, TensorFlow, Caffe, ZeroToOne, None.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_Preset_BeginsWithItsName() =>
        Assert.Equal("TensorFlow: stretched, bilinear, antialiased, RGB, (v * 0.007843138 - 1) / 1", Preprocessing.TensorFlow.ToString());
}
