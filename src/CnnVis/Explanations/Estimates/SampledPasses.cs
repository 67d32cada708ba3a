using System.Diagnostics;

namespace CnnVis.Explanations.Estimates;

/// <summary>
/// Takes the place of an explanation's passes: the first of each kind runs, for one image, and is timed; all others are counted and get its result, so
/// that any method, also a user's own, goes its way as it would.
/// </summary>
internal sealed class SampledPasses
{
    private const double LeastFactor = 0.5;

    private readonly Dictionary<object, Sample> _samples = [];
    private readonly List<string> _notes = [];
    private TimeSpan _passes;
    private TimeSpan _sampling;
    private long _started;
    private int _scores;

    public int Forward { get; private set; }

    public int Backward { get; private set; }

    /// <summary>Whether the method asked if it may stop.</summary>
    public bool MayEndEarly { get; private set; }

    /// <summary>The most bytes that a run takes.</summary>
    public long Bytes { get; private set; }

    public IReadOnlyList<string> Notes => _notes;

    /// <summary>How long the passes take, and what the method did between them.</summary>
    public TimeSpan Duration => _passes + Stopwatch.GetElapsedTime(_started) - _sampling;

    /// <summary>Begins to count; what was sampled stays.</summary>
    public void Begin()
    {
        _started = Stopwatch.GetTimestamp();
        _passes = TimeSpan.Zero;
        _sampling = TimeSpan.Zero;
        _scores = 0;
        (Forward, Backward) = (0, 0);
        _notes.Clear();
    }

    /// <param name="kind">What kind of pass: passes of equal kinds take equally long.</param>
    /// <param name="images">How many images.</param>
    /// <param name="run">Runs the first images.</param>
    /// <param name="repeat">Makes the result of so many images from that of the sample.</param>
    /// <param name="bytes">What the pass takes.</param>
    /// <param name="sampled">How many images are sampled: one, unless several take less time each.</param>
    public T Of<T>(object kind, int images, Func<int, T> run, Func<T, int, T> repeat, Func<long> bytes, int sampled = 1)
        where T : notnull
    {
        if (!_samples.TryGetValue(kind, out Sample? sample))
        {
            _samples[kind] = sample = Take(run, sampled);
        }

        Bytes = Math.Max(Bytes, bytes());
        _passes += images * sample.PerImage;
        return repeat((T)sample.Result, images);
    }

    public void Count(int forward, int backward)
    {
        Forward += forward;
        Backward += backward;
    }

    public void AddNote(string note) => _notes.Add(note);

    /// <summary>Never: what may be saved is not known before.</summary>
    public bool MayStop()
    {
        MayEndEarly = true;
        return false;
    }

    /// <summary>A factor that is another for every score: equal scores would end some methods.</summary>
    public float Vary() => (float)(LeastFactor + new CounterRandom(seed: 0).Fraction(_scores++, place: 0));

    private Sample Take<T>(Func<int, T> run, int images)
        where T : notnull
    {
        long started = Stopwatch.GetTimestamp();
        // The first run makes sessions and takes memory.
        T result = run(images);
        long warm = Stopwatch.GetTimestamp();
        run(images);
        TimeSpan each = Stopwatch.GetElapsedTime(warm) / images;
        var sample = new Sample(images == 1 ? result : run(1), each);
        _sampling += Stopwatch.GetElapsedTime(started);
        return sample;
    }

    private sealed record Sample(object Result, TimeSpan PerImage);
}
