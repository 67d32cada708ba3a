using System.Diagnostics;

namespace CnnVis.Cli.Bench;

/// <summary>How long work takes.</summary>
internal static class Timing
{
    // Work of microseconds is repeated until the clock and the scheduler no longer matter.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.5);

    // Until then the runtime compiles what is called often, on a core that the work would need.
    private const double WarmUpSeconds = 3;
    private const int WarmUpRuns = 1000;

    /// <summary>Runs until the runtime has compiled what is called often; nothing is measured.</summary>
    /// <param name="before">The seconds that the same work ran before.</param>
    /// <param name="work">The work.</param>
    public static void WarmUp(double before, Action work)
    {
        double warm = before;
        for (int run = 0; run < WarmUpRuns && warm < WarmUpSeconds; run++)
        {
            warm += Once(work);
        }
    }

    /// <summary>The median of several runs, in seconds.</summary>
    public static double Median(int atLeast, Action work)
    {
        var seconds = new List<double>();
        for (long started = Stopwatch.GetTimestamp(); seconds.Count < atLeast || Stopwatch.GetElapsedTime(started) < Shortest;)
        {
            seconds.Add(Once(work));
        }

        seconds.Sort();
        return seconds[seconds.Count / 2];
    }

    /// <summary>One run, in seconds.</summary>
    public static double Once(Action work)
    {
        long started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
