namespace CnnVis.Skia.Tests;

public class ColorMapTests
{
    private static readonly string[] Uniform = ["viridis", "magma", "inferno", "cividis", "grey"];
    private static readonly string[] Diverging = ["blue-white-red", "prgn"];

    public static TheoryData<string> UniformMaps => [.. Uniform];

    public static TheoryData<string> DivergingMaps => [.. Diverging];

    /// <summary>The colours of matplotlib 3.6.3 at places of 0 to 255.</summary>
    public static TheoryData<string, int, int> Matplotlib => new()
    {
        { "viridis", 0, 0x440154 },
        { "viridis", 32, 0x472d7b },
        { "viridis", 101, 0x2a778e },
        { "viridis", 164, 0x2db27d },
        { "viridis", 255, 0xfde725 },
        { "magma", 32, 0x1d1147 },
        { "magma", 101, 0x8b2981 },
        { "magma", 164, 0xeb5760 },
        { "inferno", 32, 0x210c4a },
        { "inferno", 101, 0x922568 },
        { "inferno", 164, 0xe8602d },
        { "cividis", 32, 0x1a386f },
        { "cividis", 101, 0x656870 },
        { "cividis", 164, 0x9f9775 },
        { "turbo", 32, 0x466be3 },
        { "turbo", 101, 0x43f787 },
        { "turbo", 164, 0xf4c73a },
        { "turbo", 255, 0x7a0403 },
    };

    [Theory]
    [MemberData(nameof(Matplotlib))]
    public void Colors_AreThoseOfTheirAuthors(string name, int place, int rgb)
    {
        RgbValues color = ColorMap.All[name].ColorAt(place / 255f);

        Assert.Equal(rgb >> 16, color.Red, 1.0);
        Assert.Equal((rgb >> 8) & 0xff, color.Green, 1.0);
        Assert.Equal(rgb & 0xff, color.Blue, 1.0);
    }

    /// <summary>Even steps for the eye: lightness rises all the way, no step is more than three times the mean one.</summary>
    [Theory]
    [MemberData(nameof(UniformMaps))]
    public void SequentialMaps_HaveEvenSteps(string name)
    {
        double[][] colors = [.. Enumerable.Range(0, 33).Select(i => Lab(ColorMap.All[name].ColorAt(i / 32f)))];
        double[] steps = [.. colors.Zip(colors.Skip(1), Distance)];

        Assert.All(colors.Zip(colors.Skip(1)), pair => Assert.True(pair.Second[0] > pair.First[0]));
        Assert.All(steps, step => Assert.InRange(step, 0.2 * steps.Average(), 3 * steps.Average()));
    }

    /// <summary>Seen without the receptors for green, then for red: lightness alone still orders the numbers.</summary>
    [Theory]
    [MemberData(nameof(UniformMaps))]
    public void SequentialMaps_AreSafeForColorBlindReaders(string name)
    {
        foreach (double[,] blindness in (double[][,])[Deuteranopia, Protanopia])
        {
            double[] lightness = [.. Enumerable.Range(0, 33).Select(i => Lab(Seen(ColorMap.All[name].ColorAt(i / 32f), blindness))[0])];
            Assert.All(lightness.Zip(lightness.Skip(1)), pair => Assert.True(pair.Second > pair.First));
        }
    }

    /// <summary>Numbers of opposite signs look different to everybody, and zero is the lightest.</summary>
    [Theory]
    [MemberData(nameof(DivergingMaps))]
    public void DivergingMaps_TellSignsApart_ForColorBlindReadersToo(string name)
    {
        IColorMap map = ColorMap.All[name];
        foreach (double[,] blindness in (double[][,])[Deuteranopia, Protanopia])
        {
            foreach (float strength in (float[])[0.15f, 0.3f, 0.4f])
            {
                double[] below = Lab(Seen(map.ColorAt(0.5f - strength), blindness));
                double[] above = Lab(Seen(map.ColorAt(0.5f + strength), blindness));
                Assert.True(Distance(below, above) > 20, $"{name} at {strength}: {Distance(below, above)}");
                Assert.True(Lab(Seen(map.ColorAt(0.5f), blindness))[0] > Math.Max(below[0], above[0]));
            }
        }
    }

    [Fact]
    public void DivergingMaps_HaveANeutralMiddle() => Assert.All(ColorMap.All.Values.Where(map => map.IsDiverging), map =>
    {
        RgbValues middle = map.ColorAt(0.5f);
        Assert.Equal(middle.Red, middle.Green, 1f);
        Assert.Equal(middle.Green, middle.Blue, 1f);
    });

    [Fact]
    public void PlacesOutside_HaveTheColorOfTheEnd() => Assert.All(ColorMap.All.Values, map =>
    {
        Assert.Equal(map.ColorAt(0), map.ColorAt(-3));
        Assert.Equal(map.ColorAt(1), map.ColorAt(float.PositiveInfinity));
        Assert.Equal(map.ColorAt(0), map.ColorAt(float.NaN));
    });

    // Machado, Oliveira and Fernandes 2009, full severity, for linear red, green and blue.
    private static readonly double[,] Deuteranopia = { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 }, { -0.011820, 0.042940, 0.968881 } };
    private static readonly double[,] Protanopia = { { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 }, { -0.003882, -0.048116, 1.051998 } };

    private static RgbValues Seen(RgbValues color, double[,] blindness)
    {
        double[] linear = [.. Channels(color).Select(Linear)];
        float[] seen = [.. Enumerable.Range(0, 3).Select(row => Enumerable.Range(0, 3).Sum(column => blindness[row, column] * linear[column])).Select(value => (float)(255 * Encoded(Math.Clamp(value, 0, 1))))];
        return new RgbValues(seen[0], seen[1], seen[2]);
    }

    /// <summary>CIE L*a*b* of an sRGB colour, D65.</summary>
    private static double[] Lab(RgbValues color)
    {
        double[] rgb = [.. Channels(color).Select(Linear)];
        double x = Curve(((0.4124564 * rgb[0]) + (0.3575761 * rgb[1]) + (0.1804375 * rgb[2])) / 0.95047);
        double y = Curve((0.2126729 * rgb[0]) + (0.7151522 * rgb[1]) + (0.0721750 * rgb[2]));
        double z = Curve(((0.0193339 * rgb[0]) + (0.1191920 * rgb[1]) + (0.9503041 * rgb[2])) / 1.08883);
        return [(116 * y) - 16, 500 * (x - y), 200 * (y - z)];
    }

    private static double[] Channels(RgbValues color) => [color.Red / 255, color.Green / 255, color.Blue / 255];

    private static double Linear(double value) => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);

    private static double Encoded(double value) => value <= 0.0031308 ? 12.92 * value : (1.055 * Math.Pow(value, 1 / 2.4)) - 0.055;

    private static double Curve(double value) => value > 216.0 / 24389 ? Math.Cbrt(value) : ((24389.0 / 27 * value) + 16) / 116;

    private static double Distance(double[] first, double[] second) => Math.Sqrt(first.Zip(second, (a, b) => (a - b) * (a - b)).Sum());
}
