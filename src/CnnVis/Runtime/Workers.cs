using System.Runtime.ExceptionServices;

namespace CnnVis.Runtime;

/// <summary>
/// Runs side by side, each with its share of the threads. Threads within a run wait for each other at every operator, and some operators use only one of them: where there are
/// several images, a run for each thread takes less time.
/// </summary>
/// <param name="Count">How many runs.</param>
/// <param name="ThreadsEach">The threads of each; null for as many as ONNX Runtime takes by itself.</param>
internal sealed record Workers(int Count, int? ThreadsEach = null)
{
    /// <summary>As many as gain by it and as the memory allows.</summary>
    /// <param name="settings">How their sessions are made.</param>
    /// <param name="bytesEach">What a run takes at least.</param>
    /// <param name="usualBytes">The most that is worth taking where no limit is set.</param>
    public static Workers Of(SessionSettings settings, double bytesEach, long usualBytes)
    {
        int count = settings.Budget.ImagesPerRun(bytesEach, usualBytes, settings.RunsSideBySide);
        return new Workers(count, count == 1 ? settings.Execution.Threads : settings.RunsSideBySide / count);
    }

    /// <summary>As many of them.</summary>
    public Workers AtMost(int count) => this with { Count = Math.Min(count, Count) };

    /// <summary>How their sessions are made.</summary>
    public SessionSettings Share(SessionSettings settings) => settings with { Execution = settings.Execution with { Threads = ThreadsEach } };

    /// <summary>Does so many tasks: each worker takes the next one until none is left, or one failed.</summary>
    /// <param name="tasks">How many.</param>
    /// <param name="run">Does one, given the worker's number and the task's.</param>
    public void Each(int tasks, Action<int, int> run)
    {
        int next = -1;
        int count = Math.Min(Count, tasks);
        // Otherwise .NET wakes threads in vain, which look for work for a while on cores that ONNX Runtime needs: Grad-CAM of MobileNetV2 took up to twice as long.
        var noMore = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(count, 1) };
        try
        {
            Parallel.For(0, count, noMore, worker =>
            {
                try
                {
                    for (int task = Interlocked.Increment(ref next); task < tasks; task = Interlocked.Increment(ref next))
                    {
                        run(worker, task);
                    }
                }
                catch
                {
                    Interlocked.Exchange(ref next, tasks);
                    throw;
                }
            });
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }
}
