using System.Diagnostics;
using System.Globalization;
using CnnVis;

/// <summary>Times and sizes.</summary>
internal static class Measure
{
    /// <summary>The median of several runs, in seconds.</summary>
    public static double Median(int count, Action work)
    {
        double[] seconds = new double[count];
        for (int i = 0; i < count; i++)
        {
            long started = Stopwatch.GetTimestamp();
            work();
            seconds[i] = Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        Array.Sort(seconds);
        return seconds[count / 2];
    }

    /// <summary>What the process holds once garbage is gone, in MB.</summary>
    public static double ResidentMegabytes()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Process.GetCurrentProcess().WorkingSet64 / (1024.0 * 1024);
    }

    public static ImageTensor Noise(ImageShape shape)
    {
        var random = new Random(1);
        float[] values = new float[shape.ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (random.NextSingle() * 2) - 1;
        }

        return new ImageTensor(values.AsSpan(), shape);
    }

    public static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
