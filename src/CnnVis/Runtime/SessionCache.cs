namespace CnnVis.Runtime;

/// <summary>Keeps what was made for the keys that were asked for last: sessions hold a copy of the weights each, so only a few may live.</summary>
internal sealed class SessionCache<TKey, TValue>(int capacity, Func<TKey, TValue> create) : IDisposable
    where TKey : IEquatable<TKey>
    where TValue : IDisposable
{
    private readonly object _lock = new();
    private readonly List<Entry> _entries = [];

    /// <summary>Uses a value; it is not disposed while in use.</summary>
    public T Use<T>(TKey key, Func<TValue, T> use)
    {
        Entry entry = Take(key);
        try
        {
            return use(entry.Value.Value);
        }
        finally
        {
            GiveBack(entry);
        }
    }

    /// <summary>Disposes what nobody uses.</summary>
    public void ReleaseIdle()
    {
        lock (_lock)
        {
            _entries.FindAll(entry => entry.Users == 0).ForEach(Discard);
            _entries.RemoveAll(entry => entry.Users == 0);
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

    private Entry Take(TKey key)
    {
        lock (_lock)
        {
            Entry? entry = _entries.Find(candidate => candidate.Key.Equals(key));
            if (entry is null)
            {
                entry = new Entry(key, new Lazy<TValue>(() => create(key)));
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
            if (!entry.Value.IsValueCreated)
            {
                _entries.Remove(entry);
            }

            while (_entries.Count > capacity && _entries.Find(candidate => candidate.Users == 0) is { } oldest)
            {
                _entries.Remove(oldest);
                Discard(oldest);
            }
        }
    }

    private static void Discard(Entry entry)
    {
        if (entry.Value.IsValueCreated)
        {
            entry.Value.Value.Dispose();
        }
    }

    private sealed class Entry(TKey key, Lazy<TValue> value)
    {
        public TKey Key { get; } = key;

        public Lazy<TValue> Value { get; } = value;

        public int Users { get; set; }
    }
}
