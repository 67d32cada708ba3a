using System.Globalization;
using CnnVis.Cli.Bench;
using CnnVis.Skia;

namespace CnnVis.Benchmarks;

/// <summary>How long a map takes to be drawn over a photo of 12 megapixels and saved.</summary>
internal static class PictureBenchmark
{
    private const int Width = 4000;
    private const int Height = 3000;
    private const int Runs = 9;

    public static void Run()
    {
        RgbImage photo = RgbImage.Create(Width, Height, pixels =>
        {
            for (int i = 0; i < pixels.Length; i++)
            {
                pixels[i] = (byte)(128 + (100 * Math.Sin(i / 3 % Width / 40.0) * Math.Cos(i / 3 / Width / 60.0)));
            }
        });
        float[] numbers = [.. Enumerable.Range(0, 196).Select(i => (float)Math.Sin(i))];
        Explanation explanation = Explainer
            .ForScores(
                new ImageTensor(new float[3 * 224 * 224], new ImageShape(3, 224, 224, TensorLayout.Nchw)),
                images => [.. Enumerable.Range(0, images.Count).Select(_ => new[] { 1f, 0 })],
                new() { Picture = photo, Geometry = ImageGeometry.Whole(Width, Height) })
            .Run("Pattern", new { }, _ => [new Heatmap(numbers, 14, 14, MapScaling.Symmetric)]);
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.png");
        RgbImage overlay = explanation.Overlay(new() { Size = Width });
        try
        {
            double drawn = Timing.Median(Runs, () => explanation.Overlay(new() { Size = Width }));
            double saved = Timing.Median(Runs, () => overlay.Save(file));
            Print($"{Environment.ProcessorCount} cores, an overlay on a photo of {Width}x{Height}");
            Print($"drawn      {drawn * 1000,7:0} ms");
            Print($"saved      {saved * 1000,7:0} ms   ({new FileInfo(file).Length / 1e6:0.0} MB)");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
