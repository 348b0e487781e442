using System.Net;
using System.Net.Sockets;

namespace MultiTransport.Load;

/// <summary>A non-blocking socket with a receive buffer, what the kernel did not take yet, and whoever reads it.</summary>
internal sealed class ClientSocket : IDisposable
{
    private const int SourcePorts = 20_000; // per loopback source address, well inside the usual ephemeral range
    private const int MaxBacklog = 64 * 1024 * 1024;

    private readonly EventLoop _loop;
    private readonly Socket _socket;
    private readonly string _name;
    private readonly Traffic _traffic;
    private readonly int _token;
    private byte[] _buffer = new byte[2048];
    private int _start;
    private int _end;
    private byte[] _backlog = [];
    private int _waiting;
    private bool _isClosed;

    public ClientSocket(EventLoop loop, IPEndPoint server, string name, Traffic traffic, IReceiver receiver)
    {
        _loop = loop;
        _name = name;
        _traffic = traffic;
        Receiver = receiver;
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var source = loop.Connections / SourcePorts;
        if (source > 0 && IPAddress.IsLoopback(server.Address))
        {
            _socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(1 + source)]), 0));
        }

        try
        {
            _socket.Connect(server); // on loopback at once
        }
        catch (SocketException fault)
        {
            _socket.Dispose();
            throw new LoadException($"{name}: no connection to {server} ({fault.SocketErrorCode}).");
        }

        _socket.Blocking = false;
        _token = loop.Add(this, _socket);
        traffic.Connected();
    }

    public IReceiver Receiver { get; set; }

    /// <summary>Told once when the other end is gone; without it that ends the run.</summary>
    public Action? Closed { get; set; }

    /// <summary>Sends a request and counts its head.</summary>
    public void Send(RequestWriter request, ReadOnlySpan<byte> body)
    {
        var bytes = request.Write(body);
        _traffic.RequestHead(bytes.Length - body.Length);
        Send(bytes);
    }

    /// <summary>Sends a request that is nothing but its head.</summary>
    public void SendHead(ReadOnlySpan<byte> request)
    {
        _traffic.RequestHead(request.Length);
        Send(request);
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        if (_isClosed)
        {
            return; // whoever owns it has been told
        }

        var sent = _waiting > 0 ? 0 : Write(bytes);
        if (sent < bytes.Length)
        {
            Keep(bytes[sent..]);
        }
    }

    public void OnReady(bool hasRoom)
    {
        if (_isClosed)
        {
            return;
        }

        if (hasRoom && _waiting > 0)
        {
            Drain();
        }

        Receive();
    }

    public void Dispose()
    {
        _isClosed = true;
        _socket.Dispose();
    }

    private int Write(ReadOnlySpan<byte> bytes)
    {
        var sent = _socket.Send(bytes, SocketFlags.None, out var error);
        if (error is not (SocketError.Success or SocketError.WouldBlock))
        {
            OnGone(error);
            return bytes.Length;
        }

        sent = error == SocketError.WouldBlock ? 0 : sent;
        _traffic.Sent(sent);
        return sent;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_waiting + bytes.Length > MaxBacklog)
        {
            throw new LoadException($"{_name}: the server took no bytes while {_waiting} were waiting.");
        }

        if (_waiting == 0)
        {
            _loop.AskForRoom(_socket, _token, asks: true);
        }

        if (_backlog.Length < _waiting + bytes.Length)
        {
            Array.Resize(ref _backlog, (_waiting + bytes.Length) * 2);
        }

        bytes.CopyTo(_backlog.AsSpan(_waiting));
        _waiting += bytes.Length;
    }

    private void Drain()
    {
        var sent = Write(_backlog.AsSpan(0, _waiting));
        if (_isClosed)
        {
            return;
        }

        _backlog.AsSpan(sent, _waiting - sent).CopyTo(_backlog);
        _waiting -= sent;
        if (_waiting == 0)
        {
            _backlog = [];
            _loop.AskForRoom(_socket, _token, asks: false);
        }
    }

    private void Receive()
    {
        if (_isClosed)
        {
            return;
        }

        var count = _socket.Receive(_buffer.AsSpan(_end), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
        {
            return;
        }

        if (count == 0 || error != SocketError.Success)
        {
            OnGone(error);
            return;
        }

        _traffic.Received(count);
        _end += count;
        while (_start < _end && !_isClosed)
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

    private void OnGone(SocketError error)
    {
        if (Closed is not { } closed)
        {
            throw new LoadException($"{_name}: the server closed the connection ({error}).");
        }

        Dispose();
        Closed = null;
        closed();
    }

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
