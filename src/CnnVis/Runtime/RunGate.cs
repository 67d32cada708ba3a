using System.Diagnostics.CodeAnalysis;

namespace CnnVis.Runtime;

/// <summary>Lets many runs in until it is closed; closing waits for those inside.</summary>
internal sealed class RunGate(string objectName)
{
    private readonly object _lock = new();
    private int _inside;
    private bool _closed;

    public bool IsClosed => Volatile.Read(ref _closed);

    [SuppressMessage("Maintainability", "CA1513", Justification = "ThrowIf cannot name the model.")]
    public Pass Enter()
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw new ObjectDisposedException(objectName);
            }

            _inside++;
        }

        return new Pass(this);
    }

    /// <summary>True for the call that closed it.</summary>
    public bool CloseAndWait()
    {
        lock (_lock)
        {
            bool first = !_closed;
            _closed = true;
            while (_inside > 0)
            {
                Monitor.Wait(_lock);
            }

            return first;
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            _inside--;
            Monitor.PulseAll(_lock);
        }
    }

    internal readonly struct Pass(RunGate gate) : IDisposable
    {
        public void Dispose() => gate.Leave();
    }
}
