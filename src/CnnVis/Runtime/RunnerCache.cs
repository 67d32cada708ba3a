namespace CnnVis.Runtime;

/// <summary>Keeps the runners of the sets of tensors that were asked for last.</summary>
internal sealed class RunnerCache(Func<IReadOnlyList<string>, ImageRunner> create) : IDisposable
{
    private const int Capacity = 4;

    private readonly object _lock = new();
    private readonly List<Entry> _entries = [];

    /// <summary>Uses a runner; it is not disposed while in use.</summary>
    public T Use<T>(IReadOnlyList<string> outputs, Func<ImageRunner, T> use)
    {
        Entry entry = Take(outputs);
        try
        {
            return use(entry.Runner.Value);
        }
        finally
        {
            GiveBack(entry);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _entries.ForEach(Discard);
            _entries.Clear();
        }
    }

    private Entry Take(IReadOnlyList<string> outputs)
    {
        string key = string.Join('\n', outputs);
        lock (_lock)
        {
            Entry? entry = _entries.Find(candidate => candidate.Key == key);
            if (entry is null)
            {
                entry = new Entry(key, new Lazy<ImageRunner>(() => create(outputs)));
            }
            else
            {
                _entries.Remove(entry);
            }

            _entries.Add(entry);
            entry.Users++;
            return entry;
        }
    }

    private void GiveBack(Entry entry)
    {
        lock (_lock)
        {
            entry.Users--;
            if (!entry.Runner.IsValueCreated)
            {
                _entries.Remove(entry);
            }

            while (_entries.Count > Capacity && _entries.Find(candidate => candidate.Users == 0) is { } oldest)
            {
                _entries.Remove(oldest);
                Discard(oldest);
            }
        }
    }

    private static void Discard(Entry entry)
    {
        if (entry.Runner.IsValueCreated)
        {
            entry.Runner.Value.Dispose();
        }
    }

    private sealed class Entry(string key, Lazy<ImageRunner> runner)
    {
        public string Key { get; } = key;

        public Lazy<ImageRunner> Runner { get; } = runner;

        public int Users { get; set; }
    }
}
