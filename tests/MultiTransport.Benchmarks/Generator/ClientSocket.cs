using System.Net;
using System.Net.Sockets;

namespace MultiTransport.Benchmarks.Generator;

/// <summary>A non-blocking socket with a receive buffer and whoever reads it.</summary>
internal sealed class ClientSocket : IDisposable
{
    private const int SourcePorts = 20_000; // per loopback source address, well inside the usual ephemeral range

    private readonly Socket _socket;
    private readonly string _name;
    private byte[] _buffer = new byte[2048];
    private int _start;
    private int _end;

    public ClientSocket(EventLoop loop, IPEndPoint server, string name, IReceiver receiver)
    {
        _name = name;
        Receiver = receiver;
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var source = loop.Connections / SourcePorts;
        if (source > 0)
        {
            _socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(1 + source)]), 0));
        }

        _socket.Connect(server); // loopback: at once
        _socket.Blocking = false;
        loop.Add(this, _socket);
    }

    public IReceiver Receiver { get; set; }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        var sent = _socket.Send(bytes, SocketFlags.None, out var error);
        if (sent != bytes.Length)
        {
            throw new BenchmarkException($"{_name}: sent {sent} of {bytes.Length} bytes ({error}).");
        }
    }

    public void OnReadable()
    {
        var count = _socket.Receive(_buffer.AsSpan(_end), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
        {
            return;
        }

        if (count == 0 || error != SocketError.Success)
        {
            throw new BenchmarkException($"{_name}: the server closed the connection ({error}).");
        }

        _end += count;
        while (_start < _end)
        {
            var used = Receiver.Receive(_buffer.AsSpan(_start, _end - _start));
            if (used == 0)
            {
                break;
            }

            _start += used;
        }

        MakeRoom();
    }

    public void Dispose() => _socket.Dispose();

    private void MakeRoom()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            if (_start == 0)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }
            else
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                _end -= _start;
                _start = 0;
            }
        }
    }
}
