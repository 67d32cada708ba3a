using System.Globalization;
using Google.Protobuf;

namespace CnnVis.TensorBoard;

/// <summary>One file of events of a run. Each event is in the file when the call returns, as one write: a crash leaves whole records.</summary>
internal sealed class EventFile : IDisposable
{
    private const string Version = "brain.Event:2";

    // TensorBoard writes a computer's name here; nobody needs ours.
    private const string Origin = "cnnvis";

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly FileStream _stream;
    private bool _isDisposed;

    private EventFile(FileStream stream, TimeProvider clock)
    {
        _stream = stream;
        _clock = clock;
        Append(new Event { FileVersion = Version });
    }

    public string Path => _stream.Name;

    /// <summary>Begins a file of a name that no other file of the folder has.</summary>
    public static EventFile Create(string folder, TimeProvider clock)
    {
        Directory.CreateDirectory(folder);
        long seconds = clock.GetUtcNow().ToUnixTimeSeconds();
        for (int number = 0; ; number++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{seconds:D10}.{Origin}.{Environment.ProcessId}.{number}");
            string path = System.IO.Path.Combine(folder, name);
            if (File.Exists(path))
            {
                continue;
            }

            try
            {
                return new EventFile(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0), clock);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another writer was faster.
            }
        }
    }

    /// <summary>Adds an event at the present time.</summary>
    public void Append(Event added)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(TensorBoardWriter));
            added.WallTime = (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
            _stream.Write(RecordFraming.Frame(added.ToByteArray()));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _stream.Dispose();
        }
    }
}
