using System.IO.Pipelines;

namespace MultiTransport.AspNetCore.Wire;

/// <summary>A counter each way around one layer of a connection: its socket, or what TLS makes of it.</summary>
internal sealed class WireLayer : IDuplexPipe
{
    public WireLayer(IDuplexPipe inner, WireLayer? bottom = null)
    {
        Reader = new CountingReader(inner.Input);
        Writer = new CountingWriter(inner.Output, Reader, bottom?.Reader);
    }

    public CountingReader Reader { get; }

    public CountingWriter Writer { get; }

    PipeReader IDuplexPipe.Input => Reader;

    PipeWriter IDuplexPipe.Output => Writer;
}
