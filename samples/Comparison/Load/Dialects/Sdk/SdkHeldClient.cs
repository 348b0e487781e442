using System.Text;

namespace MultiTransport.Load.Dialects.Sdk;

/// <summary>A client whose messages come down one held response (PROTOCOL.md 7.2 and 7.3).</summary>
internal abstract class SdkHeldClient : SdkPostClient
{
    private readonly RequestWriter _attach;
    private ClientSocket? _connection;
    private bool _isAttached;

    protected SdkHeldClient(ClientSetup setup, int number, string transport, string operation)
        : base(setup, number, "sdk " + transport) => _attach = setup.Post($"{setup.Path}/{operation}");

    /// <summary>Reads the frames of a response.</summary>
    protected abstract IReceiver NewReceiver(Action ended, ResponseHandler refused);

    protected override void Attach(ClientSocket connection)
    {
        _isAttached = false;
        _connection = connection;
        connection.Receiver = NewReceiver(OnLost, OnRefused);
        connection.Send(_attach, Frames.Start().Attach(Session, AttachMode.Take, Downstream.Renew()).Bytes);
    }

    protected override void OnDead()
    {
        _connection!.Dispose();
        if (Setup.Resumes)
        {
            OnLost();
        }
    }

    protected void Act(in SdkBatch batch)
    {
        OnAlive();
        if (batch.CloseCode != 0)
        {
            OnClosed(batch.CloseCode);
            return;
        }

        if (!_isAttached)
        {
            _isAttached = true;
            OnAttached();
            Flush();
        }

        Pings += batch.HasPing ? 1 : 0;
        if (batch.HasPing || Session.AckIsDue)
        {
            SendControls(batch.Ping, batch.HasPing);
        }
    }

    private void OnRefused(HttpHead head, ReadOnlySpan<byte> body)
    {
        if (!Setup.Resumes)
        {
            throw Fault($"attach was answered {head.Status} {Encoding.UTF8.GetString(body)}");
        }

        OnClosed(head.Status == 404 ? 4200 : 4100);
    }
}
