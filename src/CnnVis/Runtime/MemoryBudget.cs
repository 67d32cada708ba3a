namespace CnnVis.Runtime;

/// <summary>
/// The memory that may be taken beyond the loaded model: plans how many images one run takes, and goes on with fewer where the memory turns out not to be
/// there. One for each model: all its runs go through it.
/// </summary>
internal sealed class MemoryBudget(string modelName, long? limit)
{
    // Measured with ResNet-50: while a session is made, its weights are there serialised, parsed, stored and brought into another layout.
    private const double CopiesWhileMade = 5;
    private const double CopiesHeld = 1.5;

    private readonly object _lock = new();
    private readonly List<Action> _releases = [];
    private readonly List<SessionAccount> _sessions = [];
    private long _uses;
    private int _largestRun = int.MaxValue;

    public bool IsLimited => limit is not null;

    /// <summary>Arrays for what runs read and return.</summary>
    public FloatBuffers Buffers { get; } = new(keeps: limit is null);

    /// <summary>How often sessions were used: a point in time for <see cref="HeldSince"/>.</summary>
    public long Uses => Interlocked.Read(ref _uses);

    /// <summary>What sessions hold now.</summary>
    public long Held => HeldSince(0);

    /// <summary>What a reader of results should know.</summary>
    public IReadOnlyList<string> Notes => Volatile.Read(ref _largestRun) is var largest and < int.MaxValue
        ? [$"There was not enough memory for larger batches: one run took {largest} {(largest == 1 ? "image" : "images")} at most."]
        : [];

    /// <summary>Names what frees sessions that nobody uses.</summary>
    public void OnShortage(Action release)
    {
        lock (_lock)
        {
            _releases.Add(release);
        }
    }

    /// <summary>Keeps account of a session about to be made.</summary>
    /// <param name="weights">The bytes of its weights.</param>
    /// <param name="externalWeights">The bytes of those that it reads where they are.</param>
    /// <exception cref="CnnVisException">The limit does not allow it.</exception>
    public SessionAccount Open(long weights, long externalWeights = 0)
    {
        MakeRoom((long)(CopiesWhileMade * weights) + externalWeights);
        var account = new SessionAccount(this, weights + externalWeights, Uses);
        lock (_lock)
        {
            _sessions.Add(account);
        }

        return account;
    }

    /// <summary>What those sessions hold that were used since then.</summary>
    public long HeldSince(long use)
    {
        lock (_lock)
        {
            return (long)(CopiesHeld * _sessions.Where(session => session.LastUse >= use).Sum(session => session.Weights));
        }
    }

    /// <summary>How many images one run takes.</summary>
    /// <param name="bytesPerImage">What the tensors of an image take.</param>
    /// <param name="usualBytes">The most that is worth taking where no limit is set.</param>
    /// <param name="most">The most images that are worth taking together.</param>
    /// <exception cref="CnnVisException">The limit does not allow one.</exception>
    public int ImagesPerRun(double bytesPerImage, long usualBytes, int most)
    {
        double bytes = Math.Max(bytesPerImage, 1);
        MakeRoom((long)bytes);
        double allowed = Math.Min(usualBytes, limit - Held ?? usualBytes);
        return Math.Min(Volatile.Read(ref _largestRun), (int)Math.Clamp(allowed / bytes, 1, most));
    }

    /// <summary>Runs images part by part, in smaller parts where the memory is not there.</summary>
    /// <param name="count">How many images.</param>
    /// <param name="most">The most in one part.</param>
    /// <param name="run">Runs a part, given its first image and how many it has.</param>
    /// <returns>What it returned for each part.</returns>
    public IReadOnlyList<T> InParts<T>(int count, int most, Func<int, int, T> run)
    {
        var parts = new List<T>();
        for (int first = 0; first < count;)
        {
            int start = first;
            (T part, int taken) = Fitting(Math.Min(most, count - first), images => (run(start, images), images));
            parts.Add(part);
            first += taken;
        }

        return parts;
    }

    /// <summary>Runs something with so many images, and with half of them as long as the memory is not there.</summary>
    /// <exception cref="AllocationException">It is not there for one image.</exception>
    public T Fitting<T>(int images, Func<int, T> run)
    {
        for (int tried = Math.Min(images, Volatile.Read(ref _largestRun)); ; tried /= 2)
        {
            try
            {
                return run(tried);
            }
            catch (Exception e) when (e is AllocationException or OutOfMemoryException)
            {
                ReleaseIdle();
                if (tried == 1)
                {
                    throw e as AllocationException ?? new AllocationException(modelName, e);
                }

                Volatile.Write(ref _largestRun, Math.Min(_largestRun, tried / 2));
            }
        }
    }

    private void MakeRoom(long bytes)
    {
        if (limit is not { } most || Held + bytes <= most)
        {
            return;
        }

        ReleaseIdle();
        if (Held + bytes > most)
        {
            throw new CnnVisException(
                $"{modelName}: this explanation needs at least {Megabytes(Held + bytes)} MB beyond the model, and {nameof(ExecutionOptions.MemoryLimit)} is {most >> 20} MB. "
                + "Raise it, or choose a method that needs less: those without gradients do.");
        }
    }

    private void ReleaseIdle()
    {
        Action[] releases;
        lock (_lock)
        {
            releases = [.. _releases];
        }

        Array.ForEach(releases, release => release());
        Buffers.Clear();
        NativeHeap.ReleaseFreedPages();
    }

    private static long Megabytes(long bytes) => (bytes + (1 << 20) - 1) >> 20;

    /// <summary>What one session holds; disposed with it.</summary>
    internal sealed class SessionAccount(MemoryBudget budget, long weights, long use) : IDisposable
    {
        private long _lastUse = use;

        public long Weights => weights;

        public long LastUse => Interlocked.Read(ref _lastUse);

        public MemoryBudget Budget => budget;

        public void Use() => Interlocked.Exchange(ref _lastUse, Interlocked.Increment(ref budget._uses));

        public void Dispose()
        {
            lock (budget._lock)
            {
                budget._sessions.Remove(this);
            }
        }
    }
}
