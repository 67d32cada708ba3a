using CnnVis.Features;

namespace CnnVis.Skia.Tests;

public class KernelPicturesTests
{
    [Fact]
    public void Sheet_OfColorKernels_IsTheirWeightsAsColors()
    {
        using CnnModel model = CnnModel.Load(Path.Combine(RepositoryFolder.Assets, "cifar10.onnx"));
        Kernels kernels = model.Layers.First(layer => layer.Operator == "Conv").Kernels();
        float largest = kernels[0].ToArray().Max(Math.Abs);

        RgbImage sheet = kernels.Sheet(new() { CellSize = 30, Gap = 2, Columns = 4, Annotate = false });

        // The middle of the first weight's square, 10 pixels wide.
        ReadOnlySpan<byte> pixel = sheet.Pixels.Slice(3 * ((7 * sheet.Width) + 7), 3);
        Assert.Equal((4 * 32) + 2, sheet.Width);
        for (int channel = 0; channel < 3; channel++)
        {
            Assert.Equal(127.5 * (1 + (kernels.Plane(0, channel)[0, 0] / largest)), pixel[channel], 1.0);
        }
    }

    [Fact]
    public void Sheet_OnOneScale_ShowsWeakKernelsWeak()
    {
        using CnnModel model = CnnModel.Load(Path.Combine(RepositoryFolder.Assets, "cifar10.onnx"));
        Kernels kernels = model.Layers.First(layer => layer.Operator == "Conv").Kernels();

        RgbImage own = kernels.Sheet(new() { Order = KernelOrder.Norm });
        RgbImage shared = kernels.Sheet(new() { Order = KernelOrder.Norm, SharedScale = true });

        Assert.NotEqual(own.Pixels.ToArray(), shared.Pixels.ToArray());
        Assert.Throws<ArgumentException>(() => kernels.Sheet(new() { InputChannel = 3 }));
    }

    [Fact]
    public void Sheet_OfLargeKernels_HasSharpSquares()
    {
        // 7 weights in 48 pixels: 6 each, and nothing between two weights is mixed.
        Kernels kernels = Of([.. Enumerable.Range(0, 49).Select(i => i % 2 == 0 ? 1f : -1f)], 1, 7, 7);

        RgbImage sheet = kernels.Sheet(new() { Gap = 0, Annotate = false });

        Assert.Equal((42, 42), (sheet.Width, sheet.Height));
        Assert.Equal(2, Enumerable.Range(0, 42 * 42).Select(i => (sheet.Pixels[3 * i], sheet.Pixels[(3 * i) + 1], sheet.Pixels[(3 * i) + 2])).Distinct().Count());
        Assert.Equal(PixelAt(sheet, 5, 0), PixelAt(sheet, 0, 5));
        Assert.NotEqual(PixelAt(sheet, 5, 0), PixelAt(sheet, 6, 0));
    }

    [Fact]
    public void Sheet_OfGreyKernels_IsBrightForPositiveWeights()
    {
        using CnnModel model = CnnModel.Load(Path.Combine(RepositoryFolder.Assets, "digits.onnx"));
        Kernels kernels = model.Layers.First(layer => layer.Operator == "Conv").Kernels();

        RgbImage sheet = kernels.Sheet(new() { CellSize = 3 * 8, Gap = 0, Annotate = false });

        float expected = 127.5f * (1 + (kernels.Plane(0, 0)[0, 0] / kernels.Plane(0, 0).MaxMagnitude));
        Assert.Equal(expected, PixelAt(sheet, 0, 0).Red, 0.5);
        Assert.Equal(PixelAt(sheet, 0, 0).Red, PixelAt(sheet, 0, 0).Blue);
    }

    [Fact]
    public void Sheet_OfOneByOneKernels_IsARowForEach()
    {
        Kernels kernels = Of([1, -1, 0, 0.5f, 0, 0, 0, -2], 4, 1, 1);

        RgbImage sheet = kernels.Sheet(new() { Order = KernelOrder.Norm, Annotate = false });

        Assert.Equal((4 * 6, 2 * 6), (sheet.Width, sheet.Height));
        Assert.Equal(ColorMap.BlueWhiteRed.ColorAt(0), PixelAt(sheet, 23, 0));
        Assert.Equal(ColorMap.BlueWhiteRed.ColorAt(0.5f), PixelAt(sheet, 0, 0));
        Assert.Equal(ColorMap.BlueWhiteRed.ColorAt(1), PixelAt(sheet, 0, 6));
    }

    [Fact]
    public void Sheet_OfSeveralChannels_IsBrightWhereWeightsAreLong()
    {
        // Lengths 5 and 0 at the two places.
        Kernels kernels = Of([3, 0, -4, 0], 2, 1, 2);

        RgbImage sheet = kernels.Sheet(new() { CellSize = 8, Gap = 0, Annotate = false });
        RgbImage channel = kernels.Sheet(new() { CellSize = 8, Gap = 0, InputChannel = 1, Annotate = false });

        Assert.Equal((ColorMap.Viridis.ColorAt(1), ColorMap.Viridis.ColorAt(0)), (PixelAt(sheet, 0, 0), PixelAt(sheet, 4, 0)));
        Assert.Equal(ColorMap.BlueWhiteRed.ColorAt(0), PixelAt(channel, 0, 0));
    }

    /// <summary>With words, each kernel stands under the title in its place, its index below it.</summary>
    [Fact]
    public void Sheet_WithWords_HasTheKernelsBelowThem()
    {
        Kernels kernels = Of([3, 0, -4, 0], 2, 1, 2);

        RgbImage sheet = kernels.Sheet(new() { CellSize = 8, Gap = 0 });

        Assert.Equal((ColorMap.Viridis.ColorAt(1), ColorMap.Viridis.ColorAt(0)), (PixelAt(sheet, 13, 57), PixelAt(sheet, 17, 57)));
        Assert.True(sheet.Height > 56 + 4 + 15);
    }

    [Fact]
    public void Sheet_OfOptionsThatCannotBe_IsRefused()
    {
        Kernels kernels = Of([3, 0, -4, 0], 2, 1, 2);

        foreach (KernelSheetOptions options in (KernelSheetOptions[])
            [new() { InputChannel = 2 }, new() { InputChannel = -1 }, new() { Most = 0 }, new() { Columns = 0 }, new() { CellSize = 3 }, new() { Gap = -1 }, new() { Order = (KernelOrder)9 }])
        {
            Assert.Throws<ArgumentException>(() => kernels.Sheet(options));
        }
    }

    private static Kernels Of(float[] weights, int inputs, int height, int width) =>
        new("conv", new KernelWeights(weights, [weights.Length / inputs / height / width, inputs, height, width], [], IsMerged: false, "y"));

    private static RgbValues PixelAt(RgbImage image, int x, int y)
    {
        ReadOnlySpan<byte> pixel = image.Pixels.Slice(3 * ((y * image.Width) + x), 3);
        return new RgbValues(pixel[0], pixel[1], pixel[2]);
    }
}
