using CnnVis.Onnx;
using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Features;

public class FeatureUnitTests
{
    public static TheoryData<string> Cases => ["convnext", "densenet", "inception", "keras-mnist", "mobilenet", "resnet", "unet", "vgg", "vgg-bn", "vit"];

    /// <summary>3 x 3 pixels 1 to 9, a kernel of 2 x 2 ones but one, stride 1: worked by hand.</summary>
    [Fact]
    public void Unit_OfASmallConvolution_IsWorkedByHand()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 1, 3, 3)
            .Initializer("kernel", [1f, -1, 2, 0.5f], 1, 1, 2, 2)
            .Initializer("bias", [-30f], 1)
            .Node("Conv", "conv", ["image", "kernel", "bias"], "convolved", GraphEdits.IntsAttribute("pads", [0, 0, 1, 1]))
            .Node("Relu", "relu", ["convolved"], "y")
            .Output("y", DataType.Float, null, null, null, null)
            .Load(new() { OutputForm = OutputForm.Raw });
        var image = new ImageTensor([1f, 2, 3, 4, 5, 6, 7, 8, 9], new ImageShape(1, 3, 3, TensorLayout.Nchw));

        FeatureUnit unit = model.Layers["relu"].FeatureMaps(image).Unit(0, 1, 2);

        // Row 1, column 2 reads 6 and padding above, 9 and padding below: 6 + 18 - 30.
        ConvolutionArithmetic arithmetic = unit.Arithmetic!;
        Assert.Equal([6f, 0, 9, 0], arithmetic.Patch.ToArray());
        Assert.Equal([6f, 0, 18, 0], arithmetic.Products.ToArray());
        Assert.Equal((true, false), (arithmetic.IsPadding(0, 1), arithmetic.IsPadding(1, 0)));
        Assert.Equal((-30f, -6f, 24f), (arithmetic.Bias, arithmetic.Sum, arithmetic.SumOf(0)));
        Assert.Equal([new UnitStep("relu", "Relu", 0)], arithmetic.Steps);
        Assert.Equal(0, unit.Value);
        Assert.Equal(new PixelRectangle(2, 1, 1, 2), unit.Pixels);
    }

    /// <summary>What a unit's products and bias add up to is what the network computed, in every convolution of every network.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Unit_OfReferenceNetworks_AddsUpToItsValue(string name)
    {
        var reference = new ReferenceCase(name);
        using CnnModel model = reference.Load();
        Layer[] layers =
        [
            .. model.Layers.Where(layer => layer.Operator is "Conv" or "Relu" or "Clip" or "BatchNormalization" && layer.OutputShape is [_, _, > 1, > 1]),
        ];
        var random = new CounterRandom(5);
        int withArithmetic = 0;
        foreach (FeatureMaps maps in model.FeatureMaps(reference.Input.Slice(0), layers))
        {
            int channel = random.Below(maps.Channels, 0, 0);
            foreach ((int row, int column) in new[] { (0, 0), (random.Below(maps.Height, 0, 1), random.Below(maps.Width, 0, 2)), (maps.Height - 1, maps.Width - 1) })
            {
                FeatureUnit unit = maps.Unit(channel, row, column);
                Assert.Equal(maps[channel][row, column], unit.Value);
                if (unit.Arithmetic is { } arithmetic)
                {
                    withArithmetic++;
                    float scale = maps.Activity.Max(one => Math.Max(Math.Abs(one.Min), Math.Abs(one.Max)));
                    float value = arithmetic.Steps.FirstOrDefault(step => step.Layer == unit.Layer)?.Value ?? arithmetic.Sum;
                    Assert.InRange(Math.Abs(value - unit.Value), 0, 1e-5f * Math.Max(scale, Math.Abs(arithmetic.Sum)));
                }
            }
        }

        Assert.True(withArithmetic >= 3, $"{withArithmetic} units had arithmetic.");
    }

    [Fact]
    public void Unit_BeyondTheLayer_SaysWhatThereIs()
    {
        var reference = new ReferenceCase("vgg");
        using CnnModel model = reference.Load();
        FeatureMaps maps = model.Layers.First(layer => layer.Operator == "Conv").FeatureMaps(reference.Input.Slice(0));

        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => maps.Unit(0, maps.Height, 0));

        Assert.Contains($"has {maps.Channels} channels of {maps.Height}x{maps.Width} cells, counted from 0", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>A picture twice as large as the input, stretched: each pixel of the input shows two by two of the picture.</summary>
    [Fact]
    public void Unit_OfAPicture_HasItsPatch()
    {
        using CnnModel model = SmallNetwork.Create().Load(new() { Preprocessing = Preprocessing.ZeroToOne });
        RgbImage picture = RgbImage.Create(16, 12, pixels =>
        {
            for (int i = 0; i < pixels.Length; i++)
            {
                pixels[i] = (byte)i;
            }
        });

        FeatureUnit unit = model.Layers["conv"].FeatureMaps(picture).Unit(1, 3, 4);

        Assert.Equal(new PixelRectangle(3, 2, 3, 3), unit.Pixels);
        Assert.Equal(new PixelRectangle(6, 4, 6, 6), unit.PictureRegion);
        Assert.Equal(picture.Crop(new PixelRectangle(6, 4, 6, 6)).Pixels.ToArray(), unit.Patch!.Pixels.ToArray());
    }
}
