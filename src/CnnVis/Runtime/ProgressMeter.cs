using System.Diagnostics;

namespace CnnVis.Runtime;

/// <summary>Counts passes and estimates the time left from their pace.</summary>
internal sealed class ProgressMeter(IProgress<ExplanationProgress>? progress)
{
    private long _started;
    private int _done;
    private int _total;

    public void Expect(int passes)
    {
        if (_total == 0)
        {
            _started = Stopwatch.GetTimestamp();
        }

        _total += passes;
        progress?.Report(new ExplanationProgress(_done, _total, Remaining: null));
    }

    public void Advance(int passes)
    {
        _done += passes;
        if (progress is null || _total == 0)
        {
            return;
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(_started);
        progress.Report(new ExplanationProgress(_done, _total, elapsed * (Math.Max(_total - _done, 0) / (double)_done)));
    }
}
